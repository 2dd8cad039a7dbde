package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.validate.Judgement.Slice;
import java.util.List;

/**
 * Gates that must hold in each slice of a column. A slice that is too small is left out, which is a setting; a slice that is large enough
 * and cannot be compared, since one of the models was trained on its rows, is inconclusive, and so is a column without any slice to judge.
 *
 * @param minRows smaller slices are not judged
 */
record SliceGates(Pairing pairing, ComparisonJudge judge, int minRows) {

    void judge(GateRule rule, List<Slice> slices, Judgement.Found found) {
        if (rule instanceof GateRule.Versus versus && !pairing.opponent().comparable()) {
            found.checks()
                    .add(judge.withoutComparison(versus, " in each slice of " + rule.slice(), pairing.opponent()));
            return;
        }
        int before = found.checks().size();
        for (Slice slice : slices) {
            found.add(judge(rule, slice));
        }
        List<Check> own = found.checks().subList(before, found.checks().size());
        if (own.stream().allMatch(check -> check.outcome() == Outcome.SKIPPED)) {
            found.checks().add(judge.gates().noSlice(rule, minRows));
        }
    }

    private ComparisonJudge.Compared judge(GateRule rule, Slice slice) {
        String place = " " + slice.group().place();
        int rows = slice.evaluation().rows();
        if (rows < minRows) {
            return of(judge.gates().skipped(rule, place, rows, Sentences.rows(rows) + tooFew()));
        }
        if (rule instanceof GateRule.Versus versus) {
            int shared = pairing.opponent().shared(slice.group().rows()).length;
            return shared < minRows
                    ? of(judge.gates()
                            .undecided(
                                    rule,
                                    place,
                                    shared,
                                    Sentences.rows(shared) + " of its " + rows + " are new to both models" + tooFew()))
                    : judge.judge(versus, pairing.on(slice.group().rows()), pairing, place);
        }
        if (!slice.judged().figure(rule.key()).defined()) {
            return of(judge.gates().skipped(rule, place, rows, Sentences.undefined(rule.key())));
        }
        return of(judge.gates().judge((GateRule.Threshold) rule, slice.judged(), place));
    }

    private String tooFew() {
        return ", fewer than validate.minSliceRows " + minRows;
    }

    private static ComparisonJudge.Compared of(Check check) {
        return ComparisonJudge.Compared.of(check);
    }
}
