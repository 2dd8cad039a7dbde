package io.jenkins.cd4ml.ledger;

import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often the rows of a judgement have judged models before.
 *
 * @param judgements earlier judged models, other than this one, that saw any of these rows
 * @param spent the same, each weighted by the share of these rows that it saw
 * @param earlier the judgements on any of these rows that were before this model's place in the order, and all of this model, the oldest first,
 *     one for each run and model
 * @param uncomparable how many of the entries could not be compared row by row and are taken to have seen these rows
 */
public record RowReuse(int judgements, double spent, List<Earlier> earlier, int uncomparable) {

    /**
     * An earlier judgement.
     *
     * @param share of the present rows that it saw, 0 to 1
     * @param sameModel whether it judged the model that is judged now
     */
    public record Earlier(LedgerEntry entry, double share, boolean sameModel) {
        /** Whether it is known to have ended without a pass; a judgement that was stopped has no verdict. */
        public boolean failed() {
            return entry.verdict() != null && entry.verdict() != Verdict.PASSED;
        }
    }

    /** Rows that have judged nothing. */
    public static final RowReuse NONE = new RowReuse(0, 0, List.of(), 0);

    /**
     * Counts. Judgements of one model count once, with the largest share of the rows that any of them saw. A model that these very rows have
     * judged before keeps the place in the order that it had then: the same question on the same rows has the same answer.
     *
     * @param ledger earlier entries, the oldest first
     * @param model digest of the model that is judged now
     * @throws IllegalArgumentException where an entry's sketch is none
     */
    public static RowReuse of(List<LedgerEntry> ledger, String model, JudgedRows rows) {
        Map<String, Earlier> latest = new LinkedHashMap<>();
        Map<String, Double> shares = new LinkedHashMap<>();
        int uncomparable = 0;
        boolean placed = false;
        for (LedgerEntry entry : ledger) {
            JudgedRows.Overlap overlap = rows.seenBy(entry.sketch());
            if (overlap.share() == 0) {
                continue;
            }
            boolean same = entry.model().equals(model);
            uncomparable += overlap.assumed() ? 1 : 0;
            placed |= same && overlap.sameRows();
            if (same || !placed) {
                latest.put(entry.run() + " " + entry.model(), new Earlier(entry, overlap.share(), same));
            }
            if (!same && !placed) {
                shares.merge(entry.model(), overlap.share(), Math::max);
            }
        }
        double spent = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        return new RowReuse(shares.size(), spent, List.copyOf(new ArrayList<>(latest.values())), uncomparable);
    }

    /** Those of the earlier judgements that ended without a pass. */
    public List<Earlier> failed() {
        return earlier.stream().filter(Earlier::failed).toList();
    }
}
