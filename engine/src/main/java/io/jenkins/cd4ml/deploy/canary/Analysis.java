package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.statistics.Distances;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Judges one step: errors, latency, predictions, and with labels accuracy. See docs/deploy-canary.md for the formulas. */
final class Analysis {
    private final DeploySettings settings;
    private final StepChecks checks;

    /** {@code dataVersion} null for live traffic; {@code modelVersion} the candidate's digest. */
    Analysis(DeploySettings settings, String dataVersion, String modelVersion) {
        this.settings = settings;
        this.checks = new StepChecks(settings.requests(), dataVersion, modelVersion);
    }

    List<Check> of(Measurement step) {
        return List.of(errorRate(step), latency(step), shift(step), quality(step));
    }

    private Check errorRate(Measurement step) {
        double limit = settings.analysis().maxErrorRate();
        long asked = step.candidateAsked();
        if (asked < settings.requests()) {
            return checks.tooFew(step, "error rate", asked);
        }
        double rate = (double) step.candidateErrors() / asked;
        boolean passed = rate <= limit;
        return checks.check(
                step,
                "error rate",
                passed,
                rate,
                limit,
                null,
                asked,
                "error rate " + Figures.of(rate) + (passed ? " is not above " : " is above ") + Figures.of(limit) + " ("
                        + asked + " requests)");
    }

    private Check latency(Measurement step) {
        TrafficSnapshot ours = step.candidate();
        TrafficSnapshot theirs = step.reference();
        double limit = settings.analysis().maxLatencyRatio();
        double floor = settings.analysis().latencyFloorMillis();
        if (ours.answers() < settings.requests()) {
            return checks.tooFew(step, "p95 latency", ours.answers());
        }
        double p95 = ours.p95Millis();
        String own = "p95 latency " + Figures.of(p95) + " ms";
        if (theirs == null) {
            return checks.skipped(
                    step, "p95 latency", p95, ours.answers(), own + "; there is no champion to compare with");
        }
        if (theirs.answers() < settings.requests()) {
            return checks.tooFew(step, "p95 latency", theirs.answers());
        }
        double ratio = p95 / theirs.p95Millis();
        Interval interval =
                new Interval(ours.p95Lower() / theirs.p95Upper(), ours.p95Upper() / theirs.p95Lower(), 0.95);
        boolean passed = interval.lower() <= limit || p95 <= floor;
        return checks.check(
                step,
                "p95 latency",
                passed,
                ratio,
                limit,
                interval,
                ours.answers(),
                own + " against " + Figures.of(theirs.p95Millis()) + " ms of the champion: "
                        + (p95 <= floor
                                ? "below the floor of " + Figures.of(floor) + " ms"
                                : "the interval of the ratio, " + Figures.interval(interval)
                                        + (passed ? ", is not above " : ", is above ") + Figures.of(limit))
                        + " (" + ours.answers() + " answers)");
    }

    private Check shift(Measurement step) {
        if (step.reference() == null) {
            return checks.skipped(
                    step, "prediction shift", null, null, "there is no champion to compare predictions with");
        }
        return step.answers() == null ? liveShift(step) : replayShift(step, step.answers());
    }

    /** Over the same rows. */
    private Check replayShift(Measurement step, PairedAnswers answers) {
        int[] rows = answers.both();
        if (rows.length < Math.min(settings.requests(), answers.size())) {
            return checks.tooFew(step, "prediction shift", rows.length);
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
            return checks.tooFew(step, "prediction shift", fewest);
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
                "Jensen-Shannon distance " + Figures.of(distance) + " between the classes that"
                        + " candidate and champion predict on " + onWhat);
    }

    private Check numberShift(
            Measurement step, PredictionSummary ours, PredictionSummary theirs, long rows, String onWhat) {
        double d = ours.cohensD(theirs);
        if (Double.isNaN(d)) {
            return checks.tooFew(step, "prediction shift", rows);
        }
        return shift(
                step,
                d,
                rows,
                "|Cohen's d| " + Figures.of(d) + " between the numbers that candidate and champion predict on " + onWhat
                        + " (means " + Figures.of(ours.mean()) + " and " + Figures.of(theirs.mean()) + ")");
    }

    private Check shift(Measurement step, double value, long rows, String what) {
        double limit = settings.analysis().maxPredictionShift();
        boolean passed = value <= limit;
        return checks.check(
                step,
                "prediction shift",
                passed,
                value,
                limit,
                null,
                rows,
                what + (passed ? " is not above " : " is above ") + Figures.of(limit) + " (" + rows + " rows)");
    }

    private Check quality(Measurement step) {
        PairedAnswers answers = step.answers();
        if (answers == null) {
            return new LiveQuality(settings, checks).of(step);
        }
        boolean classes = answers.task() == Task.CLASSIFICATION;
        String name = classes ? "accuracy" : "rmse";
        if (step.reference() == null) {
            Double own = answers.quality(true);
            return checks.skipped(
                    step,
                    name,
                    own,
                    (long) answers.size(),
                    own == null
                            ? "no row to judge " + name + " on"
                            : name + " " + Figures.of(own) + "; there is no champion to compare with");
        }
        PairedDifference difference = answers.difference();
        int judged = answers.size() - answers.excluded();
        if (difference == null || difference.rows() < Math.min(settings.requests(), judged)) {
            return checks.tooFew(step, name, difference == null ? 0 : difference.rows());
        }
        return classes ? accuracy(step, difference) : rmse(step, difference);
    }

    private Check accuracy(Measurement step, PairedDifference difference) {
        double limit = settings.analysis().maxAccuracyDrop();
        boolean passed = difference.interval().upper() >= -limit;
        return checks.check(
                step,
                "accuracy",
                passed,
                difference.value(),
                -limit,
                difference.interval(),
                (long) difference.rows(),
                "accuracy " + Figures.of(difference.candidate()) + " against " + Figures.of(difference.champion())
                        + " of the champion: the interval of the difference, " + Figures.interval(difference.interval())
                        + (passed ? ", is not below " : ", is below ") + Figures.of(-limit) + rows(step, difference));
    }

    private Check rmse(Measurement step, PairedDifference difference) {
        double limit = settings.analysis().maxAccuracyDrop();
        Interval interval = difference.interval();
        boolean passed = interval == null ? difference.value() <= limit : interval.lower() <= limit;
        Double value = Double.isFinite(difference.value()) ? (Double) difference.value() : null;
        return checks.check(
                step,
                "rmse",
                passed,
                value,
                limit,
                interval,
                (long) difference.rows(),
                "RMSE " + Figures.of(difference.candidate()) + " against " + Figures.of(difference.champion())
                        + " of the champion: the relative increase"
                        + (interval == null ? "" : ", " + Figures.interval(interval))
                        + (passed ? ", is not above " : ", is above ") + Figures.of(limit) + rows(step, difference));
    }

    private static String rows(Measurement step, PairedDifference difference) {
        int excluded = step.answers().excluded();
        return " (" + difference.rows() + " rows"
                + (excluded == 0 ? "" : ", " + excluded + " left out because one of the two was trained on them") + ")";
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
}
