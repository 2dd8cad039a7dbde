package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.statistics.ClassShift;
import io.jenkins.cd4ml.statistics.Normal;
import java.util.List;

/**
 * How far the predictions of the two are apart: on the same rows, which the other version is asked again; where rows cannot be asked
 * again, over the callers that each had, without what chance adds to so many classes. It fails where more than the limit is shown.
 */
record ShiftCheck(StepChecks checks, double limit) {
    private static final String NAME = "prediction shift";
    private static final double CONFIDENCE = 0.95;
    private static final double Z = 1.959963984540054;

    /** Below that a standard error is none. */
    private static final int FEWEST = 30;

    /** A distance with what lies so many standard errors from it. */
    private record Distance(
            String what, double value, java.util.function.DoubleUnaryOperator at, long rows, String rowsOf) {}

    Check of(Measurement step) {
        if (step.champion() == null) {
            return checks.skipped(step, NAME, null, null, "there is no champion to compare predictions with");
        }
        if (step.rehearsed()) {
            return rehearsed(step);
        }
        Distance distance = distance(step);
        if (distance.rows() < FEWEST) {
            return checks.tooFew(
                    step,
                    NAME,
                    distance.rows(),
                    "predictions are compared from " + FEWEST + " rows on, and there are " + distance.rows());
        }
        double z = Normal.z(step.level());
        Interval interval = finite(
                new Interval(distance.at().applyAsDouble(-Z), distance.at().applyAsDouble(Z), CONFIDENCE));
        boolean shown = distance.at().applyAsDouble(-z) > limit;
        boolean excluded = distance.at().applyAsDouble(Z) <= limit;
        Outcome outcome = shown ? Outcome.FAILED : excluded ? Outcome.PASSED : Outcome.INCONCLUSIVE;
        return checks.check(
                step,
                NAME,
                outcome,
                distance.value(),
                limit,
                interval,
                distance.rows(),
                distance.what() + " " + Figures.of(distance.value())
                        + (interval == null ? "" : " (" + Figures.interval(interval) + ")")
                        + " between what candidate and"
                        + " champion predict on " + distance.rowsOf()
                        + switch (outcome) {
                            case PASSED -> ": more than " + Figures.of(limit) + " is excluded";
                            case FAILED -> ": more than " + Figures.of(limit) + " is shown";
                            default -> ": not shown whether it is more than " + Figures.of(limit);
                        }
                        + " (" + distance.rows() + " rows)");
    }

    private static Interval finite(Interval interval) {
        return Double.isFinite(interval.lower()) && Double.isFinite(interval.upper()) ? interval : null;
    }

    /** What validateModel's rows show of it is known before the canary. */
    private Check rehearsed(Measurement step) {
        Double value = step.answers().shift();
        int rows = step.answers().both().length;
        return checks.skipped(
                step,
                NAME,
                value,
                (long) rows,
                "rehearsed: " + (value == null ? "too few rows" : "distance " + Figures.of(value))
                        + " between what candidate and champion predict on " + rows
                        + " held-out rows; validateModel read them too, so they are no new evidence");
    }

    private static Distance distance(Measurement step) {
        return step.pairs() == null ? ofCallers(step) : ofPairs(step.pairs());
    }

    private static Distance ofPairs(PairedRows pairs) {
        List<PairedRows.Row> rows = pairs.sample();
        String same = "the same rows";
        if (!pairs.numbers()) {
            ClassShift shift = ClassShift.paired(
                    rows.stream().map(PairedRows.Row::candidate).toList(),
                    rows.stream().map(PairedRows.Row::champion).toList());
            return new Distance("Jensen-Shannon distance", shift.distance(), shift::distance, rows.size(), same);
        }
        double[] ours = rows.stream()
                .mapToDouble(row -> Double.parseDouble(row.candidate()))
                .toArray();
        double[] theirs = rows.stream()
                .mapToDouble(row -> Double.parseDouble(row.champion()))
                .toArray();
        double[] differences = new double[ours.length];
        for (int i = 0; i < ours.length; i++) {
            differences[i] = ours[i] - theirs[i];
        }
        PredictionSummary first = PredictionSummary.ofNumbers(ours);
        PredictionSummary second = PredictionSummary.ofNumbers(theirs);
        PredictionSummary moved = PredictionSummary.ofNumbers(differences);
        double n = ours.length;
        double deviation = Math.sqrt((first.squares() + second.squares()) / (2 * n - 2));
        return numbers(first.cohensD(second), Math.sqrt(moved.squares() / (n - 1) / n) / deviation, ours.length, same);
    }

    private static Distance ofCallers(Measurement step) {
        PredictionSummary ours = step.candidate().predictions();
        PredictionSummary theirs = step.champion().predictions();
        long rows = Math.min(ours.rows(), theirs.rows());
        String own = "their callers' rows";
        if (!step.numbers()) {
            ClassShift shift = ClassShift.independent(ours.classes(), theirs.classes());
            return new Distance("Jensen-Shannon distance", shift.distance(), shift::distance, rows, own);
        }
        return numbers(ours.cohensD(theirs), Math.sqrt(1.0 / ours.rows() + 1.0 / theirs.rows()), rows, own);
    }

    private static Distance numbers(double d, double error, long rows, String rowsOf) {
        double spread = Double.isFinite(error) ? error : 0;
        return new Distance("|Cohen's d|", d, z -> Math.max(0, d + z * spread), rows, rowsOf);
    }
}
