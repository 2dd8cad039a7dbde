package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.drift.Distances;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Judges one step: errors, latency, predictions, and with labels accuracy. See docs/deploy-canary.md for the formulas. */
final class Analysis {
    private final DeploySettings settings;
    private final String dataVersion;
    private final String modelVersion;

    /** {@code dataVersion} null for live traffic; {@code modelVersion} the candidate's digest. */
    Analysis(DeploySettings settings, String dataVersion, String modelVersion) {
        this.settings = settings;
        this.dataVersion = dataVersion;
        this.modelVersion = modelVersion;
    }

    List<Check> of(Measurement step) {
        return List.of(errorRate(step), latency(step), shift(step), quality(step));
    }

    private Check errorRate(Measurement step) {
        double limit = settings.analysis().maxErrorRate();
        long asked = step.candidateAsked();
        if (asked < settings.requests()) {
            return tooFew(step, "error rate", asked);
        }
        double rate = (double) step.candidateErrors() / asked;
        boolean passed = rate <= limit;
        return check(
                step,
                "error rate",
                passed,
                rate,
                limit,
                null,
                asked,
                "error rate " + figure(rate) + (passed ? " is not above " : " is above ") + figure(limit) + " (" + asked
                        + " requests)");
    }

    private Check latency(Measurement step) {
        TrafficSnapshot ours = step.candidate();
        TrafficSnapshot theirs = step.reference();
        double limit = settings.analysis().maxLatencyRatio();
        double floor = settings.analysis().latencyFloorMillis();
        if (ours.answers() < settings.requests()) {
            return tooFew(step, "p95 latency", ours.answers());
        }
        double p95 = ours.p95Millis();
        String own = "p95 latency " + figure(p95) + " ms";
        if (theirs == null) {
            return skipped(step, "p95 latency", p95, ours.answers(), own + "; there is no champion to compare with");
        }
        if (theirs.answers() < settings.requests()) {
            return tooFew(step, "p95 latency", theirs.answers());
        }
        double ratio = p95 / theirs.p95Millis();
        Interval interval =
                new Interval(ours.p95Lower() / theirs.p95Upper(), ours.p95Upper() / theirs.p95Lower(), 0.95);
        boolean passed = interval.lower() <= limit || p95 <= floor;
        return check(
                step,
                "p95 latency",
                passed,
                ratio,
                limit,
                interval,
                ours.answers(),
                own + " against " + figure(theirs.p95Millis()) + " ms of the champion: "
                        + (p95 <= floor
                                ? "below the floor of " + figure(floor) + " ms"
                                : "the interval of the ratio, " + interval(interval)
                                        + (passed ? ", is not above " : ", is above ") + figure(limit))
                        + " (" + ours.answers() + " answers)");
    }

    private Check shift(Measurement step) {
        if (step.reference() == null) {
            return skipped(step, "prediction shift", null, null, "there is no champion to compare predictions with");
        }
        return step.answers() == null ? liveShift(step) : replayShift(step, step.answers());
    }

    /** Over the same rows. */
    private Check replayShift(Measurement step, PairedAnswers answers) {
        int[] rows = answers.both();
        if (rows.length < Math.min(settings.requests(), answers.size())) {
            return tooFew(step, "prediction shift", rows.length);
        }
        if (answers.task() == Task.CLASSIFICATION) {
            return classShift(
                    step, answers.classes(true, rows), answers.classes(false, rows), rows.length, "the same rows");
        }
        PredictionSummary ours = PredictionSummary.ofNumbers(answers.numbers(true, rows));
        PredictionSummary theirs = PredictionSummary.ofNumbers(answers.numbers(false, rows));
        return numberShift(step, ours, theirs, rows.length, "the same rows");
    }

    /** Over the callers that each had. */
    private Check liveShift(Measurement step) {
        PredictionSummary ours = step.candidate().predictions();
        PredictionSummary theirs = step.reference().predictions();
        long fewest = Math.min(ours.rows(), theirs.rows());
        if (fewest < settings.requests()) {
            return tooFew(step, "prediction shift", fewest);
        }
        return ours.classes().isEmpty() && theirs.classes().isEmpty()
                ? numberShift(step, ours, theirs, fewest, "their callers' rows")
                : classShift(step, ours.classes(), theirs.classes(), fewest, "their callers' rows");
    }

    private Check classShift(
            Measurement step, Map<String, Long> ours, Map<String, Long> theirs, long rows, String onWhat) {
        TreeSet<String> labels = new TreeSet<>(ours.keySet());
        labels.addAll(theirs.keySet());
        double distance = Distances.jensenShannon(counts(labels, theirs), counts(labels, ours));
        return shift(
                step,
                distance,
                rows,
                "Jensen-Shannon distance " + figure(distance) + " between the classes that"
                        + " candidate and champion predict on " + onWhat);
    }

    private Check numberShift(
            Measurement step, PredictionSummary ours, PredictionSummary theirs, long rows, String onWhat) {
        double d = ours.cohensD(theirs);
        if (Double.isNaN(d)) {
            return tooFew(step, "prediction shift", rows);
        }
        return shift(
                step,
                d,
                rows,
                "|Cohen's d| " + figure(d) + " between the numbers that candidate and champion predict on " + onWhat
                        + " (means " + figure(ours.mean()) + " and " + figure(theirs.mean()) + ")");
    }

    private Check shift(Measurement step, double value, long rows, String what) {
        double limit = settings.analysis().maxPredictionShift();
        boolean passed = value <= limit;
        return check(
                step,
                "prediction shift",
                passed,
                value,
                limit,
                null,
                rows,
                what + (passed ? " is not above " : " is above ") + figure(limit) + " (" + rows + " rows)");
    }

    private Check quality(Measurement step) {
        PairedAnswers answers = step.answers();
        if (answers == null) {
            return skipped(step, "accuracy", null, null, "live traffic has no known labels");
        }
        boolean classes = answers.task() == Task.CLASSIFICATION;
        String name = classes ? "accuracy" : "rmse";
        if (step.reference() == null) {
            Double own = answers.quality(true);
            return skipped(
                    step,
                    name,
                    own,
                    (long) answers.size(),
                    own == null
                            ? "no row to judge " + name + " on"
                            : name + " " + figure(own) + "; there is no champion to compare with");
        }
        PairedDifference difference = answers.difference();
        int judged = answers.size() - answers.excluded();
        if (difference == null || difference.rows() < Math.min(settings.requests(), judged)) {
            return tooFew(step, name, difference == null ? 0 : difference.rows());
        }
        return classes ? accuracy(step, difference) : rmse(step, difference);
    }

    private Check accuracy(Measurement step, PairedDifference difference) {
        double limit = settings.analysis().maxAccuracyDrop();
        boolean passed = difference.interval().upper() >= -limit;
        return check(
                step,
                "accuracy",
                passed,
                difference.value(),
                -limit,
                difference.interval(),
                (long) difference.rows(),
                "accuracy " + figure(difference.candidate()) + " against " + figure(difference.champion())
                        + " of the champion: the interval of the difference, " + interval(difference.interval())
                        + (passed ? ", is not below " : ", is below ") + figure(-limit) + rows(step, difference));
    }

    private Check rmse(Measurement step, PairedDifference difference) {
        double limit = settings.analysis().maxAccuracyDrop();
        Interval interval = difference.interval();
        boolean passed = interval == null ? difference.value() <= limit : interval.lower() <= limit;
        Double value = Double.isFinite(difference.value()) ? (Double) difference.value() : null;
        return check(
                step,
                "rmse",
                passed,
                value,
                limit,
                interval,
                (long) difference.rows(),
                "RMSE " + figure(difference.candidate()) + " against " + figure(difference.champion())
                        + " of the champion: the relative increase"
                        + (interval == null ? "" : ", " + interval(interval))
                        + (passed ? ", is not above " : ", is above ") + figure(limit) + rows(step, difference));
    }

    private static String rows(Measurement step, PairedDifference difference) {
        int excluded = step.answers().excluded();
        return " (" + difference.rows() + " rows"
                + (excluded == 0 ? "" : ", " + excluded + " left out because one of the two was trained on them") + ")";
    }

    private Check tooFew(Measurement step, String what, long n) {
        return skipped(
                step,
                what,
                null,
                n,
                what + " is not judged: " + n + " are too few, " + settings.requests() + " are needed");
    }

    private Check skipped(Measurement step, String what, Double value, Long n, String message) {
        return new Check(
                name(step, what),
                "canary",
                Outcome.SKIPPED,
                value,
                null,
                null,
                null,
                n,
                dataVersion,
                modelVersion,
                message);
    }

    private Check check(
            Measurement step,
            String what,
            boolean passed,
            Double value,
            double limit,
            Interval interval,
            Long n,
            String message) {
        Double finite = value != null && Double.isFinite(value) ? value : null;
        return new Check(
                name(step, what),
                "canary",
                passed ? Outcome.PASSED : Outcome.FAILED,
                finite,
                limit,
                what.equals("accuracy") ? ">=" : "<=",
                interval,
                n,
                dataVersion,
                modelVersion,
                message);
    }

    private static String name(Measurement step, String what) {
        return step.weight() + " %: " + what;
    }

    private static long[] counts(TreeSet<String> labels, Map<String, Long> counts) {
        long[] array = new long[labels.size()];
        Arrays.setAll(array, i -> 0);
        int i = 0;
        for (String label : labels) {
            array[i++] = counts.getOrDefault(label, 0L);
        }
        return array;
    }

    private static String interval(Interval interval) {
        return figure(interval.lower()) + " to " + figure(interval.upper()) + " at "
                + Math.round(100 * interval.confidence()) + " %";
    }

    /** Three significant digits at most, no zeros at the end. */
    static String figure(double value) {
        if (!Double.isFinite(value)) {
            return value > 0 ? "infinite" : "undefined";
        }
        return new java.math.BigDecimal(String.format(Locale.ROOT, "%.2e", value))
                .stripTrailingZeros()
                .toPlainString();
    }
}
