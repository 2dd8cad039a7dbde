package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.SplitSettings;
import io.jenkins.cd4ml.problem.InputException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Shares of the rows, as places between 0 and 1 where one part ends and the next begins.
 *
 * @param trainEnd train is [0, trainEnd)
 * @param validationEnd validation is [trainEnd, validationEnd)
 * @param testEnd test is [validationEnd, testEnd); what lies beyond is unused
 */
record Shares(double trainEnd, double validationEnd, double testEnd) {
    private static final double ROUNDING = 1e-9;

    /** Reads {@code split.train}, {@code split.validation}, {@code split.test}; one that is absent is 0, an absent train the rest. */
    static Shares of(SplitSettings settings) {
        Map<Part, Double> shares = new EnumMap<>(Part.class);
        double sum = 0;
        for (Part part : Part.CONFIGURED) {
            double share = share(part, part.of(settings));
            shares.put(part, share);
            sum += share;
        }
        if (sum > 1 + ROUNDING) {
            throw InputException.ofKey(
                    "split",
                    "train, validation and test add up to " + (float) sum + "; shares of the rows add up to 1 at most");
        }
        double train = settings.train() == null ? 1 - sum : shares.get(Part.TRAIN);
        double validationEnd = train + shares.get(Part.VALIDATION);
        double testEnd = validationEnd + shares.get(Part.TEST);
        return new Shares(train, validationEnd, testEnd > 1 - ROUNDING ? 1 : testEnd);
    }

    /** The part of a row at that place, 0 to below 1. */
    Part at(double place) {
        if (place < trainEnd) {
            return Part.TRAIN;
        }
        return place < validationEnd ? Part.VALIDATION : place < testEnd ? Part.TEST : Part.UNUSED;
    }

    private static double share(Part part, String text) {
        if (text == null) {
            return 0;
        }
        try {
            double share = Double.parseDouble(text.strip());
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // said below, as for numbers out of range
        }
        throw InputException.ofKey(
                "split." + part.label(),
                "'" + text + "' is no share of the rows; write a number from 0 to 1, "
                        + "such as 0.7 (ranges of dates need split.by)");
    }
}
