package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Reuse;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.registry.LocalLedger;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** One stage after the other on the same test rows. */
public class ReusedRowsTest {
    private static final String CANCER = "path: data/breast-cancer.csv\ntarget: diagnosis\n";
    private static final String GATE = "gates: [{metric: accuracy, min: 0.85}]\nleaks: {noKey: off}\n";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private JudgedProject project;

    @Before
    public void open() throws Exception {
        project = new JudgedProject(folder.getRoot().toPath().toAbsolutePath());
        project.data("breast-cancer.csv", CANCER).settings(GATE).candidate(JudgedProject::byRadius);
    }

    /** Another model, whose file differs. */
    private StageOutcome judge(long number) throws Exception {
        return project.trainedOn(new long[] {number}).validate();
    }

    private static Check reuse(StageOutcome outcome) {
        return outcome.checks().stream()
                .filter(check -> check.group().equals("reuse"))
                .findFirst()
                .orElseThrow();
    }

    private static Reuse evidence(StageOutcome outcome) {
        return ((ValidateModelDetail) outcome.detail()).evidence().reuse();
    }

    @Test
    public void theFirstJudgementIsAsItAlwaysWas() throws Exception {
        StageOutcome first = judge(1);
        assertEquals(first.summary(), Verdict.PASSED, first.verdict());
        Check check = reuse(first);
        assertEquals("no other model has been judged on these 92 rows before", check.message());
        assertEquals(Outcome.PASSED, check.outcome());
        Reuse reuse = evidence(first);
        assertEquals(0, reuse.judgements());
        assertEquals(0.025, reuse.tail(), 1e-12);
        assertEquals(first.link().model(), reuse.entry().model());
        assertEquals(Verdict.PASSED, reuse.entry().verdict());
        assertEquals(92, reuse.entry().rows());
        List<LedgerEntry> kept =
                LocalLedger.open(project.folder.resolve(".cd4ml"), "test").entries();
        assertEquals(2, kept.size());
        assertNull(kept.get(0).verdict());
        assertEquals(reuse.entry(), kept.get(1));
    }

    @Test
    public void manyModelsOnTheSameRowsMustShowMore() throws Exception {
        StageOutcome first = judge(0);
        StageOutcome last = first;
        for (int model = 1; model <= 20; model++) {
            last = judge(model);
        }
        assertEquals(last.summary(), Verdict.INCONCLUSIVE, last.verdict());
        assertTrue(
                last.summary(),
                last.summary()
                        .matches(
                                "Not shown: accuracy 0\\.8\\d+ is at least 0\\.85 \\(92 rows\\), but these rows have judged other models"
                                        + " before, of which the best one looks better than it is: it takes 0\\.\\d+ now; about 92 new rows"
                                        + " settle it; 20 other models have been judged on these rows before, so the interval is at 99\\.978 %"
                                        + ".*to look at: new test rows are due"));
        Check check = reuse(last);
        assertEquals(Outcome.SKIPPED, check.outcome());
        assertEquals(20, check.value(), 1e-12);
        assertTrue(
                check.message(),
                check.message()
                        .startsWith(
                                "20 other models have been judged on these 92 rows before; the intervals are at 99.978 %, so that"
                                        + " all judgements together pass a model that is worse than a margin allows with probability 0.05 at most;"
                                        + " judged "));
        assertTrue(
                check.message(),
                check.message()
                        .endsWith("new rows are due: too little certainty is left for an equal model"
                                + " to pass, and about 92 unused ones would do"));
        assertEquals(Long.valueOf(92), evidence(last).freshRows());
        assertEquals(0.05 / (21 * 22), evidence(last).tail(), 1e-12);

        // the first model keeps its place, and its verdict
        StageOutcome again = judge(0);
        assertEquals(again.summary(), Verdict.PASSED, again.verdict());
        assertEquals(0, evidence(again).judgements());

        project.settings(GATE + "reuse: report\n");
        StageOutcome reported = judge(21);
        assertEquals(reported.summary(), Verdict.PASSED, reported.verdict());
        assertTrue(
                reuse(reported).message(),
                reuse(reported)
                        .message()
                        .contains(
                                "; nothing is corrected for it (validate.reuse: report), or the intervals would be at 99.98"));
        assertEquals("report", evidence(reported).policy());
        assertEquals(0.025, evidence(reported).tail(), 1e-12);
    }

    @Test
    public void otherRowsAreNotReused() throws Exception {
        judge(0);
        project.split("seed: 77");
        StageOutcome moved = judge(1);
        Reuse reuse = evidence(moved);
        assertEquals(1, reuse.judgements());
        // 15 in 100 of the rows are drawn again
        assertEquals(0.15, reuse.spent(), 0.13);
        assertTrue(reuse(moved).message(), reuse(moved).message().contains("(as many as 0."));
    }

    @Test
    public void failuresAreRemembered() throws Exception {
        project.settings("gates: [{metric: accuracy, min: 0.99}]\nleaks: {noKey: off}\n");
        judge(0);
        project.settings(GATE);
        StageOutcome next = judge(0);
        assertEquals(Verdict.PASSED, next.verdict());
        assertTrue(
                reuse(next).message(), reuse(next).message().endsWith("; judged 1 time before, 1 did not pass: run r"));
        assertEquals(1, evidence(next).earlier().size());
        assertTrue(evidence(next).earlier().get(0).sameModel());
    }

    @Test
    public void validationRowsAreNoTestRows() throws Exception {
        project.settings(GATE + "split: validation\n");
        StageOutcome outcome = judge(0);
        assertTrue(outcome.summary(), outcome.summary().endsWith("; to look at: judged on validation rows"));
        assertTrue(
                reuse(outcome).message(),
                reuse(outcome)
                        .message()
                        .startsWith(
                                "these are validation rows, which have chosen the best epoch: figures on them flatter the model"));
    }

    @Test
    public void levelsHaveAsManyNinesAsItTakes() {
        assertEquals("95 %", RowLedger.level(0.025));
        assertEquals("98.3 %", RowLedger.level(0.05 / 6));
        assertEquals("99.945 %", RowLedger.level(0.05 / (13 * 14)));
        assertEquals("99.99999 %", RowLedger.level(0.05 / (999 * 1000.0)));
    }
}
