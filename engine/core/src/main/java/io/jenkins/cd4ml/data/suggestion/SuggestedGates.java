package io.jenkins.cd4ml.data.suggestion;

import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.statistics.PairedPower;
import io.jenkins.cd4ml.statistics.PowerWords;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Gates for a first configuration: one that any use requires, one that a rare class can move, and comparisons with margins that the rows
 * which will be held out can show.
 *
 * @param lines of {@code validate.gates}, without the dash
 * @param guesses the same for people
 */
record SuggestedGates(List<String> lines, List<Guess> guesses) {
    /** Share of rows that two models are taken to answer differently. */
    private static final double DISCORDANCE = 0.1;

    /** Share of the rows that the default split, and the suggested one by time, hold out for the test. */
    private static final double HELD_OUT = 0.15;

    /** A class with a smaller share is rare: accuracy hardly notices whether it is found. */
    private static final double RARE = 0.2;

    private static final double CUSTOMARY = 0.02;
    private static final PairedPower POWER = new PairedPower(0.025);

    /** For what is known of the target. */
    static SuggestedGates of(Guesses guesses) {
        SuggestedGates gates = new SuggestedGates(new ArrayList<>(), new ArrayList<>());
        if (guesses.task() == Task.REGRESSION) {
            gates.lines.add("{metric: r2, min: 0}  # better than the mean of all rows; say what is good enough");
            return gates;
        }
        if (Double.isNaN(guesses.majority())) {
            gates.lines.add("{metric: balanced_accuracy, min: 0.5}  # say what is good enough");
            gates.comparison("balanced_accuracy", null, guesses.labelled());
            return gates;
        }
        gates.lines.add("{metric: accuracy, min: " + upwards(guesses.majority())
                + "}  # better than always the most frequent class; say what is good enough");
        gates.comparison("accuracy", null, guesses.labelled());
        Guesses.RareClass rare = guesses.rare();
        if (rare != null && rare.share() < RARE) {
            String label = rare.only() ? "" : ", class: " + YamlText.of(rare.label());
            gates.lines.add("{metric: average_precision" + label + ", min: " + upwards(rare.share()) + "}  # "
                    + "accuracy hardly notices a class of "
                    + String.format(Locale.ROOT, "%.2g", 100 * rare.share()) + " %: better than rows at random");
            gates.comparison("recall", label, (long) (rare.share() * guesses.labelled()));
        }
        return gates;
    }

    private void comparison(String metric, String label, long rows) {
        long heldOut = Math.max(1, Math.round(HELD_OUT * rows));
        double margin = PowerWords.roundedUp(POWER.smallestMarginOfShares(DISCORDANCE, heldOut));
        String shown = BigDecimal.valueOf(margin).stripTrailingZeros().toPlainString();
        String why = String.format(
                Locale.ROOT,
                "about %,d held-out rows%s cannot exclude a smaller loss%s",
                heldOut,
                label == null ? "" : " of the class",
                margin <= CUSTOMARY
                        ? ""
                        : "; for " + CUSTOMARY + " it takes about "
                                + PowerWords.about(POWER.rows(Math.sqrt(DISCORDANCE), CUSTOMARY)));
        lines.add("{metric: " + metric + (label == null ? "" : label) + ", versus: champion, margin: " + shown + "}  "
                + YamlText.comment(why));
        guesses.add(new Guess("validate.gates", metric + " versus champion, margin " + shown, why));
    }

    private static String upwards(double share) {
        return BigDecimal.valueOf(share)
                .setScale(3, RoundingMode.UP)
                .min(BigDecimal.ONE)
                .toPlainString();
    }
}
