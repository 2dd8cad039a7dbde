package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.CheckDriftDetail.ColumnDrift;
import java.util.ArrayList;
import java.util.List;

/** A judged column in the protocol's words. */
record ColumnFinding(Judgement judgement, ColumnDrift drift, Check check) {

    /** All columns together, because p-values are adjusted for their number; in the order given. */
    static List<ColumnFinding> of(List<Judgement> judgements, String dataVersion, String modelVersion) {
        double[] adjusted = BenjaminiHochberg.adjust(judgements.stream()
                .filter(Judgement::hasPValue)
                .mapToDouble(Judgement::score)
                .toArray());
        List<ColumnFinding> findings = new ArrayList<>();
        int tests = 0;
        for (Judgement judgement : judgements) {
            double own = judgement.hasPValue() ? adjusted[tests++] : Double.NaN;
            findings.add(of(judgement, own, adjusted.length, dataVersion, modelVersion));
        }
        return findings;
    }

    private static ColumnFinding of(
            Judgement judgement, double adjusted, int tests, String dataVersion, String modelVersion) {
        ComparedColumn column = judgement.column();
        DriftTest test = judgement.test();
        ColumnPicture picture = ColumnPicture.of(column);
        String sentence = ColumnSentence.of(judgement, adjusted, tests, picture.newCategories(), picture.newCount());
        ColumnDrift drift = new ColumnDrift(
                column.name(),
                column.column().type().label(),
                column.role().label(),
                test == null ? null : test.id(),
                finite(judgement.score()),
                finite(judgement.threshold()),
                judgement.hasPValue() ? judgement.score() : null,
                finite(adjusted),
                judgement.drifted(),
                test == null ? null : finite(column.pair().effectSize()),
                column.referenceMissing(),
                column.currentMissing(),
                picture.newCategories(),
                picture.referenceHistogram(),
                picture.currentHistogram(),
                picture.referenceCounts(),
                picture.currentCounts(),
                sentence);
        Check check = new Check(
                column.role() == Role.PREDICTION ? "predictions" : "column " + column.name(),
                DataSetDrift.GROUP,
                judgement.outcome(),
                finite(judgement.score()),
                finite(judgement.threshold()),
                test == null ? null : test.passes(),
                null,
                (long) column.pair().currentSize(),
                dataVersion,
                modelVersion,
                sentence);
        return new ColumnFinding(judgement, drift, check);
    }

    /** JSON has no word for what is not finite. */
    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
