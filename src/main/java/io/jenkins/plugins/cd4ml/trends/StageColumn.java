package io.jenkins.plugins.cd4ml.trends;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * One stage over the builds.
 *
 * @param key which one
 * @param builds the stage of each build, the oldest first; null where a build did not run it
 */
record StageColumn(Key key, StageAction[] builds) {
    /** How long training took. Builds from before training kept it have the time of the whole stage. */
    private static final String SECONDS = "seconds";

    /**
     * Which stage.
     *
     * @param run what its run is called beside {@code build-<number>}; null for the build's own run
     * @param ordinal which of several alike in a build, counted from 1
     */
    record Key(Stage stage, @CheckForNull String run, int ordinal) {}

    /** Builds mostly have the same names as the one before: that is told at once, by the text of all of them. */
    List<Figure> figures() {
        Set<String> names = new TreeSet<>();
        Set<String> gated = new TreeSet<>();
        String before = "";
        for (StageAction action : builds) {
            if (action == null) {
                continue;
            }
            String now = action.outline();
            if (!now.equals(before)) {
                names.addAll(action.getMetrics().keySet());
                gated.addAll(action.getBounds().getThresholds().keySet());
                before = now;
            }
            if (key.stage() == Stage.TRAIN_MODEL && action.getMillis() > 0) {
                names.add(SECONDS);
            }
        }
        return names.stream()
                .map(name -> new Figure(key.stage(), key.run(), key.ordinal(), name, gated.contains(name)))
                .toList();
    }

    /** A figure of it over the builds. */
    Series series(Figure figure) {
        String name = figure.name();
        return new Series(
                figure,
                over(action -> value(action, name)),
                over(action -> number(action.getBounds().getLower().get(name))),
                over(action -> number(action.getBounds().getUpper().get(name))),
                over(action -> number(action.getBounds().threshold(name))));
    }

    private double[] over(ToDoubleFunction<StageAction> number) {
        double[] numbers = new double[builds.length];
        for (int i = 0; i < builds.length; i++) {
            numbers[i] = builds[i] == null ? Double.NaN : number.applyAsDouble(builds[i]);
        }
        return numbers;
    }

    private static double value(StageAction action, String name) {
        Double value = action.getMetrics().get(name);
        return value == null && name.equals(SECONDS) && action.stage() == Stage.TRAIN_MODEL && action.getMillis() > 0
                ? action.getMillis() / 1000.0
                : number(value);
    }

    private static double number(@CheckForNull Double value) {
        return value == null ? Double.NaN : value;
    }
}
