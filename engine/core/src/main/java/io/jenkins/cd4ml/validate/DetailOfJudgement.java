package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.ClassificationMetrics;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.metrics.Reliability;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Histogram;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Calibration;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.CalibrationBin;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Confusion;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Contributions;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Difference;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Evidence;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Importance;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Slice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A judgement as the protocol tells it: names instead of keys, null instead of NaN, no more than a page can show. */
final class DetailOfJudgement {
    /** Small slices beyond this many in a column are not told; those that are large enough to be judged always are. */
    static final int MOST_SLICES = 50;

    private final Truth truth;
    private final Labels labels;
    private final Predictions candidate;
    private final Judgement judgement;
    private final Set<Integer> named;

    private DetailOfJudgement(Truth truth, Predictions candidate, Judgement judgement, List<GateRule> rules) {
        this.truth = truth;
        this.labels = truth.labels();
        this.candidate = candidate;
        this.judgement = judgement;
        this.named = new HashSet<>();
        rules.forEach(rule -> named.add(rule.key().label()));
    }

    static ValidateModelDetail of(
            String split,
            Truth truth,
            Predictions candidate,
            Opponent opponent,
            Judgement judgement,
            List<GateRule> rules,
            int minSliceRows,
            String source,
            Importance importance,
            Contributions contributions,
            Fairness fairness,
            Histogram residuals,
            Evidence evidence) {
        DetailOfJudgement detail = new DetailOfJudgement(truth, candidate, judgement, rules);
        Confusion confusion = null;
        if (truth.task() == Task.CLASSIFICATION) {
            long[][] counts = detail.confusion();
            int[] order = ConfusionTable.bySize(counts);
            IntStream.of(order).limit(ConfusionTable.MOST_CLASSES).forEach(detail.named::add);
            confusion = ConfusionTable.of(counts, truth.labels());
        }
        return new ValidateModelDetail(
                truth.task().label(),
                split,
                truth.rows(),
                detail.metrics(),
                confusion,
                residuals,
                detail.comparison(opponent),
                detail.slices(minSliceRows, fairness.numbersHidden()),
                source,
                detail.calibration(),
                importance,
                fairness.told(),
                contributions,
                evidence);
    }

    private Calibration calibration() {
        if (truth.task() != Task.CLASSIFICATION || candidate.labelsOnly() || truth.rows() == 0) {
            return null;
        }
        List<CalibrationBin> bins = new ArrayList<>();
        var sample = (ClassificationMetrics) truth.sample(candidate);
        for (Reliability.Bin bin : sample.reliability(Reliability.Binning.EQUAL_WIDTH)) {
            bins.add(new CalibrationBin(
                    bin.from(),
                    bin.to(),
                    bin.rows(),
                    bin.rows() == 0 ? null : bin.predicted(),
                    bin.rows() == 0 ? null : bin.observed()));
        }
        return new Calibration(labels.binary() ? labels.shown().get(labels.positive()) : null, List.copyOf(bins));
    }

    private long[][] confusion() {
        long[][] counts = new long[labels.names().size()][labels.names().size()];
        double[][] probabilities = labels.align(candidate);
        Predictions aligned = new Predictions(labels.names(), probabilities);
        for (int row = 0; row < truth.rows(); row++) {
            counts[truth.classes()[row]][aligned.best(row)]++;
        }
        return counts;
    }

    private List<MetricValue> metrics() {
        return judgement.whole().figures().keySet().stream()
                .filter(this::told)
                .map(key -> value(judgement.whole(), key))
                .toList();
    }

    private ChampionComparison comparison(Opponent opponent) {
        if (opponent.reference() == null) {
            return null;
        }
        List<Difference> differences = new ArrayList<>();
        if (judgement.paired() != null) {
            judgement.paired().differences().forEach((key, difference) -> {
                if (told(key) && difference.defined()) {
                    differences.add(new Difference(
                            key.name().id(),
                            labels.shown(key),
                            difference.candidate(),
                            difference.champion(),
                            difference.value(),
                            difference.interval(),
                            key.name().higherIsBetter()));
                }
            });
        }
        return new ChampionComparison(
                opponent.reference(),
                judgement.paired() == null ? 0 : judgement.paired().rows(),
                opponent.excluded(),
                opponent.reason(),
                List.copyOf(differences));
    }

    private List<Slice> slices(int minRows, boolean numbersHidden) {
        List<Slice> slices = new ArrayList<>();
        judgement.slices().forEach((column, parts) -> {
            int told = 0;
            for (Judgement.Slice part : parts) {
                if (told < MOST_SLICES || part.evaluation().rows() >= minRows) {
                    told++;
                    slices.add(new Slice(
                            column,
                            part.group().value(),
                            part.evaluation().rows(),
                            numbersHidden && part.evaluation().rows() < minRows ? List.of() : metrics(part)));
                }
            }
        });
        return List.copyOf(slices);
    }

    private List<MetricValue> metrics(Judgement.Slice part) {
        return part.evaluation().figures().keySet().stream()
                .filter(key -> key.label() == null)
                .map(key -> value(part.evaluation(), key))
                .toList();
    }

    /** Each figure once: of a binary task precision, recall and F1 are told by class, the areas under curves of the positive class alone. */
    private boolean told(MetricKey key) {
        if (key.label() == null) {
            return key.name().scope() != MetricName.Scope.CLASS;
        }
        return named.contains(key.label()) && !(labels.binary() && key.name().scope() == MetricName.Scope.BOTH);
    }

    private MetricValue value(Evaluation evaluation, MetricKey key) {
        Evaluation.Figure figure = evaluation.figure(key);
        return new MetricValue(
                key.name().id(),
                labels.shown(key),
                figure.defined() ? figure.value() : null,
                figure.interval(),
                evaluation.rows(),
                key.name().higherIsBetter());
    }
}
