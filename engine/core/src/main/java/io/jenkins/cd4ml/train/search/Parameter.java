package io.jenkins.cd4ml.train.search;

import io.jenkins.cd4ml.config.SearchSettings.Dimension;
import java.util.List;

/** One setting of a search space, as a coordinate. */
public sealed interface Parameter {

    /** The key below {@code train}. */
    String key();

    /** The setting that a coordinate stands for. */
    Object value(double coordinate);

    static Parameter of(String key, Dimension dimension) {
        if (dimension.choice() != null) {
            return new Choice(key, List.copyOf(dimension.choice()));
        }
        if (dimension.whole() != null) {
            // A whole number has the width of one on the line, the first and the last too.
            return new Range(
                    key, dimension.whole().get(0) - 0.5, dimension.whole().get(1) + 0.5, false, true);
        }
        boolean log = dimension.log() != null;
        List<Double> range = log ? dimension.log() : dimension.real();
        return log
                ? new Range(key, Math.log(range.get(0)), Math.log(range.get(1)), true, false)
                : new Range(key, range.get(0), range.get(1), false, false);
    }

    /** A number between {@code low} and {@code high}, which are logarithms where {@code log}. */
    record Range(String key, double low, double high, boolean log, boolean whole) implements Parameter {
        @Override
        public Object value(double coordinate) {
            if (whole) {
                return Math.round(Math.min(Math.max(coordinate, low + 0.5), high - 0.5));
            }
            double number = log ? Math.exp(coordinate) : coordinate;
            double least = log ? Math.exp(low) : low;
            double most = log ? Math.exp(high) : high;
            return Math.min(Math.max(number, least), most);
        }

        /** The coordinate that the value has: of a whole number its own. */
        double settled(double coordinate) {
            return whole ? ((Number) value(coordinate)).doubleValue() : coordinate;
        }
    }

    /** One of several values, by its index. */
    record Choice(String key, List<Object> values) implements Parameter {
        @Override
        public Object value(double coordinate) {
            return values.get((int) coordinate);
        }
    }
}
