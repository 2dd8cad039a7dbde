package io.jenkins.cd4ml.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;

/**
 * One judgement of a model on held-out rows, as the ledger of test rows keeps it. Judging many models on
 * the same rows lets a worse one pass by chance: each judgement uses up a part of the error budget, and the ledger records how much.
 *
 * @param run id of the run
 * @param model digest of the judged model
 * @param gates digest of the gates, as in {@link ChainLink#gates()}
 * @param rows number of rows that judged it
 * @param sketch the smallest hashes of the rows' content, by which the overlap with other judgements' rows is estimated
 * @param overrides keys of the section {@code validate} that were set otherwise than in {@code cd4ml.yaml}
 */
public record LedgerEntry(
        Instant at,
        String run,
        String model,
        String dataVersion,
        String gates,
        Verdict verdict,
        long rows,
        String sketch,
        List<String> overrides) {

    /** Whether it has what the ledger counts by; what does not was damaged. */
    @JsonIgnore
    public boolean isComplete() {
        return at != null && run != null && model != null && sketch != null;
    }
}
