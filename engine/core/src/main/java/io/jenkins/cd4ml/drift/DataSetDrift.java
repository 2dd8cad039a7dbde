package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;

/**
 * The verdict on the data set: drifted when the share of drifted columns among those that could be judged reaches the
 * threshold.
 *
 * @param tested number of judged columns
 * @param drifted names of the drifted ones
 */
record DataSetDrift(int tested, List<String> drifted, double threshold) {
    static final String GROUP = "drift";

    static DataSetDrift of(List<ColumnFinding> columns, double threshold) {
        return new DataSetDrift(
                (int) columns.stream()
                        .filter(column -> column.judgement().judged())
                        .count(),
                columns.stream()
                        .filter(column -> column.judgement().drifted())
                        .map(column -> column.judgement().column().name())
                        .toList(),
                threshold);
    }

    /** Drifted columns over judged ones; 0 where none could be judged. */
    double share() {
        return tested == 0 ? 0 : (double) drifted.size() / tested;
    }

    boolean hasDrifted() {
        return tested > 0 && share() >= threshold;
    }

    Check check(long currentRows, String dataVersion, String modelVersion, String sentence) {
        Outcome outcome = tested == 0 ? Outcome.SKIPPED : hasDrifted() ? Outcome.FAILED : Outcome.PASSED;
        return new Check(
                "data set",
                GROUP,
                outcome,
                tested == 0 ? null : share(),
                threshold,
                "<",
                null,
                currentRows,
                dataVersion,
                modelVersion,
                sentence);
    }
}
