package io.jenkins.plugins.cd4ml.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.plugins.cd4ml.results.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;

/** Makes one sentence or a trustworthy result of what an agent gave back. The exit code alone never says that all is well. */
final class Verdicts {
    private static final int KILLED = 128 + 9;
    private static final int INVALID = 2;

    /** The check by which a later stage repeats the verdict. */
    private static final String VALIDATION = "validation";

    private Verdicts() {}

    /**
     * What an agent gave back.
     *
     * @param result null where it is not to be trusted
     * @param sha256 of the result's file, lower-case hex; null likewise
     * @param problem one sentence; null where there is a result
     */
    record Judged(@CheckForNull StageResult result, @CheckForNull String sha256, @CheckForNull String problem) {
        private static Judged problem(String sentence) {
            return new Judged(null, null, sentence);
        }
    }

    /**
     * Judges what was collected.
     *
     * @param announced SHA-256 that the engine printed when it had written its result; null where it printed none
     */
    static Judged of(
            CollectResult.Collected collected,
            int exitCode,
            Stage stage,
            String run,
            String agent,
            int most,
            @CheckForNull String announced) {
        byte[] content = collected.content();
        if (content == null) {
            return Judged.problem(noResult(collected, exitCode, stage, agent, most));
        }
        try {
            // Not the size in bytes that the agent claims, but what came.
            if (content.length > most) {
                return Judged.problem(Messages.Verdicts_tooLarge(stage.step(), agent, most));
            }
            String sha256 = DigestUtils.sha256Hex(content);
            StageResult result = Protocol.readResult(new String(content, StandardCharsets.UTF_8));
            if (result.stage() != stage || !run.equals(result.run())) {
                return Judged.problem(Messages.Verdicts_another(stage.step(), agent));
            }
            if (!sha256.equals(announced)) {
                return Judged.problem(
                        announced == null
                                ? Messages.Verdicts_notAnnounced(stage.step(), agent)
                                : Messages.Verdicts_overwritten(stage.step(), agent, sha256, announced));
            }
            String contradiction = contradiction(result);
            return contradiction == null
                    ? new Judged(result, sha256, null)
                    : Judged.problem(Messages.Verdicts_contradiction(stage.step(), agent, contradiction));
        } catch (JsonProcessingException e) {
            return Judged.problem(Messages.Verdicts_unreadable(stage.step(), agent, e.getOriginalMessage()));
        }
    }

    /**
     * The check that a passed result contradicts; null for none. Columns may drift in data that has not drifted as a whole. A canary goes on
     * past what a step did not show, where its policy is to go on. What a later stage repeats of the validation is not its own finding.
     */
    @CheckForNull
    private static String contradiction(StageResult result) {
        if (result.verdict() != Verdict.PASSED || result.stage() == Stage.CHECK_DRIFT) {
            return null;
        }
        boolean repeats = result.stage() == Stage.PACKAGE_MODEL || result.stage() == Stage.DEPLOY_CANARY;
        boolean open = result.stage() == Stage.DEPLOY_CANARY
                || result.detail() instanceof ValidateModelDetail detail
                        && detail.evidence() != null
                        && "pass".equals(detail.evidence().onInconclusive());
        return result.checks().stream()
                .filter(check -> check.failed() || check.inconclusive() && !open)
                .filter(check -> !repeats || !VALIDATION.equals(check.name()))
                .map(check -> PlainText.line(check.name()) + ": "
                        + check.outcome().name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse(null);
    }

    private static String noResult(
            CollectResult.Collected collected, int exitCode, Stage stage, String agent, int most) {
        if (collected.bytes() > 0) {
            return Messages.Verdicts_tooLarge(stage.step(), agent, most);
        }
        if (!collected.project()) {
            return Messages.Verdicts_noWorkspace(stage.step(), agent);
        }
        return switch (exitCode) {
            case KILLED -> Messages.Verdicts_killed(stage.step(), agent);
            case INVALID -> Messages.Verdicts_refused(stage.step(), agent);
            case -1, -2 -> Messages.Verdicts_vanished(stage.step(), agent);
            default -> Messages.Verdicts_noResult(stage.step(), agent, exitCode);
        };
    }
}
