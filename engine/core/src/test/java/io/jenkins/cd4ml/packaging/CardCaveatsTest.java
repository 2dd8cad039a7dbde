package io.jenkins.cd4ml.packaging;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.chain.Gates;
import io.jenkins.cd4ml.chain.Judgement;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageDetail;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.EarlierJudgement;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Evidence;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Reuse;
import io.jenkins.cd4ml.protocol.Verdict;
import java.util.List;
import org.junit.Test;

public class CardCaveatsTest {

    @Test
    public void settingsReuseFailuresAndLeaksAreOnTheCard() {
        Reuse reuse = new Reuse(
                2,
                2,
                0.05 / 12,
                null,
                "correct",
                List.of(
                        new EarlierJudgement("7", Verdict.FAILED, 1, false, List.of()),
                        new EarlierJudgement("8", Verdict.PASSED, 1, false, List.of()),
                        new EarlierJudgement("9", null, 1, true, List.of())),
                null);
        Check leak = new Check(
                "dates decide the split",
                "leak",
                Outcome.SKIPPED,
                null,
                null,
                null,
                null,
                9L,
                "d",
                "m",
                "warning: dates <b>");
        assertEquals(
                List.of(
                        "Set otherwise than in `cd4ml.yaml`: `split.seed`, `train.seed`.",
                        "2 other models were judged on the held-out rows before this one; the gates allowed for it (one-sided error 0.0042).",
                        "Runs that were judged on these rows before and did not pass: 7.",
                        "Possible leak: dates &lt;b>."),
                CardCaveats.of(
                        results(reuse, List.of(leak), List.of("train.seed"), List.of("split.seed", "train.seed"))));
    }

    @Test
    public void oneOtherModelAndNoCorrection() {
        Reuse one = new Reuse(1, 1, 0.05 / 6, null, "correct", List.of(), null);
        assertEquals(
                List.of(
                        "1 other model was judged on the held-out rows before this one; the gates allowed for it (one-sided error"
                                + " 0.0083)."),
                CardCaveats.of(results(one, List.of(), null, null)));
        Reuse reported = new Reuse(3, 3, 0.025, null, "report", List.of(), null);
        assertEquals(
                List.of(
                        "3 other models were judged on the held-out rows before this one; nothing was corrected for it."),
                CardCaveats.of(results(reported, List.of(), null, null)));
        Check passed = new Check("no copies", "leak", Outcome.PASSED, null, null, null, null, 9L, "d", "m", "none");
        Check other = new Check("a >= 1", "gate", Outcome.FAILED, null, null, null, null, 9L, "d", "m", "below");
        assertEquals(List.of(), CardCaveats.of(results(null, List.of(passed, other), null, null)));
    }

    @Test
    public void aFirstJudgementNeedsNone() {
        Reuse reuse = new Reuse(0, 0, 0.025, null, "correct", List.of(), null);
        assertEquals(List.of(), CardCaveats.of(results(reuse, List.of(), null, List.of())));
        assertEquals(List.of(), CardCaveats.of(results(null, List.of(), null, null)));
    }

    private static RunResults results(
            Reuse reuse, List<Check> checks, List<String> ofTraining, List<String> ofValidation) {
        ValidateModelDetail detail = new ValidateModelDetail(
                "classification",
                "test",
                9,
                List.of(),
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                List.of(),
                null,
                reuse == null ? null : new Evidence(List.of(), null, reuse, "fail", List.of()));
        return new RunResults(
                result(Stage.TRAIN_MODEL, null, List.of(), ofTraining),
                "sha256:model",
                "sha256:data",
                null,
                new Judgement(
                        result(Stage.VALIDATE_MODEL, detail, checks, ofValidation),
                        "sha256:verdict",
                        new Gates(List.of()),
                        null,
                        1));
    }

    private static StageResult result(Stage stage, StageDetail detail, List<Check> checks, List<String> overrides) {
        ChainLink link = overrides == null ? null : new ChainLink(null, null, null, null, null, overrides);
        return StageResult.of(stage, "r", "m", Verdict.PASSED, "")
                .checks(checks)
                .detail(detail)
                .link(link)
                .build();
    }
}
