package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.metrics.MetricBounds;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.metrics.RegressionMetrics;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.statistics.Normal;
import io.jenkins.cd4ml.statistics.TwoShares;
import io.jenkins.cd4ml.table.ColumnValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Concept drift: whether the model is right as often as it was on held-out rows when it was validated. Current figures come
 * from what the server answered and what turned out to be right later. Judged by the interval of the difference, as in
 * validation: drifted where the whole interval lies beyond the margin.
 *
 * @param drifted whether the model has become worse than the margin allows
 */
record QualityDrift(Check check, boolean drifted) {
    private static final double LEVEL = 0.95;

    /** Empty where no logged prediction of any version has a label. */
    static Optional<QualityDrift> judge(StageContext context, DriftModel model, CurrentRows current) {
        if (!current.labelled()) {
            return Optional.empty();
        }
        boolean classes = model.task() == Task.CLASSIFICATION;
        String name = classes ? "accuracy" : "rmse";
        List<Integer> rows = rows(context, model, current);
        int fewest = context.configuration().drift().minRows();
        Judging judging = new Judging(name, current.version(), model.version(), rows.size());
        if (rows.size() < fewest) {
            return Optional.of(judging.skipped("only " + Figures.count(rows.size()) + " predictions of " + model.title()
                    + " have a label, " + fewest + " are needed"));
        }
        List<MetricValue> metrics = model.content().manifest().metrics();
        Optional<MetricValue> before = (metrics == null ? List.<MetricValue>of() : metrics)
                .stream()
                        .filter(metric ->
                                metric.name().equals(name) && metric.label() == null && metric.value() != null)
                        .findFirst();
        if (before.isEmpty() || before.get().sampleSize() < 1) {
            return Optional.of(judging.skipped("the package of " + model.title() + " has no " + name
                    + " on held-out rows to compare with: validateModel records it"));
        }
        double margin = context.configuration().drift().maxAccuracyDrop();
        return Optional.of(
                classes
                        ? accuracy(judging, current, rows, before.get(), margin)
                        : rmse(judging, current, rows, before.get(), margin));
    }

    private static QualityDrift accuracy(
            Judging judging, CurrentRows current, List<Integer> rows, MetricValue before, double margin) {
        ColumnValues truth = current.truth();
        long right = rows.stream()
                .filter(row -> truth.text(row).equals(current.predictions().text(row)))
                .count();
        long rightBefore = Math.round(before.value() * before.sampleSize());
        TwoShares shares = new TwoShares(right, rows.size(), rightBefore, before.sampleSize());
        boolean drifted = shares.interval().upper() < -margin;
        return judging.judged(
                drifted,
                shares.difference(),
                -margin,
                ">=",
                shares.interval(),
                "accuracy " + Figures.of((double) right / rows.size()) + " on " + Figures.count(rows.size())
                        + " labelled rows against " + Figures.of(before.value())
                        + " when it was validated: the interval of the difference, "
                        + interval(shares.interval()) + (drifted ? ", is below " : ", is not below ")
                        + Figures.of(-margin));
    }

    /**
     * The relative increase by MOVER on ln RMSE (Zou and Donner 2008): now by the bounds that validateModel has for it, then by those that it
     * recorded.
     */
    private static QualityDrift rmse(
            Judging judging, CurrentRows current, List<Integer> rows, MetricValue before, double margin) {
        double[] truth = rows.stream().mapToDouble(row -> truth(current, row)).toArray();
        double[] predicted = rows.stream()
                .mapToDouble(row -> Double.parseDouble(current.predictions().text(row)))
                .toArray();
        RegressionMetrics metrics = RegressionMetrics.of(truth, predicted);
        MetricBounds now = MetricBounds.of(metrics, metrics.metrics().indexOf(MetricKey.of(MetricName.RMSE)), 0);
        Interval then = before.interval();
        if (now.value() == 0 || before.value() == 0 || then == null || then.lower() <= 0) {
            return judging.skipped("an RMSE of 0, or one without an interval, has no relative change");
        }
        if (now.bounds() == null) {
            return judging.skipped(
                    now.tooFew() + " for an interval of the RMSE, " + MetricBounds.FEWEST_SQUARES + " are needed");
        }
        // what was recorded at another confidence, as wide as it would be at this one
        boolean known = then.confidence() > 0 && then.confidence() < 1;
        double scale = known ? Normal.z((1 - LEVEL) / 2) / Normal.z((1 - then.confidence()) / 2) : 1;
        Interval found = now.bounds().of(LEVEL);
        double ratio = Math.log(now.value() / before.value());
        double below =
                Math.hypot(Math.log(now.value() / found.lower()), scale * Math.log(then.upper() / before.value()));
        double above =
                Math.hypot(Math.log(found.upper() / now.value()), scale * Math.log(before.value() / then.lower()));
        Interval interval = new Interval(Math.expm1(ratio - below), Math.expm1(ratio + above), LEVEL);
        boolean drifted = interval.lower() > margin;
        return judging.judged(
                drifted,
                Math.expm1(ratio),
                margin,
                "<=",
                interval,
                "RMSE " + Figures.of(now.value()) + " on " + Figures.count(rows.size())
                        + " labelled rows against " + Figures.of(before.value())
                        + " when it was validated: the interval of the relative increase, " + interval(interval)
                        + (drifted ? ", is above " : ", is not above ") + Figures.of(margin));
    }

    private static double truth(CurrentRows current, int row) {
        return ((ColumnValues.Numbers) current.truth()).values()[row];
    }

    /** Rows that this version predicted and whose right answer is known. */
    private static List<Integer> rows(StageContext context, DriftModel model, CurrentRows current) {
        String version =
                ServedVersion.of(model.reference(), context.project(), null).version();
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < current.table().rows(); row++) {
            if (!current.truth().isMissing(row)
                    && !current.predictions().isMissing(row)
                    && version.equals(current.versions().text(row))) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static String interval(Interval interval) {
        return "[" + Figures.of(interval.lower()) + ", " + Figures.of(interval.upper()) + "]";
    }

    /** What all outcomes of one check have in common. */
    private record Judging(String name, String dataVersion, String modelVersion, long rows) {
        QualityDrift skipped(String why) {
            return new QualityDrift(
                    check(Outcome.SKIPPED, null, null, null, null, name + " not judged: " + why), false);
        }

        QualityDrift judged(
                boolean drifted,
                double value,
                double threshold,
                String comparison,
                Interval interval,
                String sentence) {
            Outcome outcome = drifted ? Outcome.FAILED : Outcome.PASSED;
            return new QualityDrift(check(outcome, value, threshold, comparison, interval, sentence), drifted);
        }

        private Check check(
                Outcome outcome,
                Double value,
                Double threshold,
                String comparison,
                Interval interval,
                String sentence) {
            return new Check(
                    name,
                    DataSetDrift.GROUP,
                    outcome,
                    value,
                    threshold,
                    comparison,
                    interval,
                    rows,
                    dataVersion,
                    modelVersion,
                    sentence);
        }
    }
}
