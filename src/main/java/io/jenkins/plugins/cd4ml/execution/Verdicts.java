package io.jenkins.plugins.cd4ml.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import java.nio.charset.StandardCharsets;

/** Makes one sentence or a trustworthy result of what an agent gave back. The exit code alone never says that all is well. */
final class Verdicts {
    private static final int KILLED = 128 + 9;
    private static final int INVALID = 2;

    private Verdicts() {}

    /** Either of the two is null. */
    record Judged(StageResult result, String problem) {}

    static Judged of(CollectResult.Collected collected, int exitCode, Stage stage, String run, String agent, int most) {
        String text = collected.text();
        if (text == null) {
            return new Judged(null, noResult(collected, exitCode, stage, agent, most));
        }
        try {
            // Not the size in bytes that the agent claims, but what came.
            if (text.getBytes(StandardCharsets.UTF_8).length > most) {
                return new Judged(null, Messages.Verdicts_tooLarge(stage.step(), agent, most));
            }
            StageResult result = Protocol.readResult(text);
            if (result.stage() != stage || !run.equals(result.run())) {
                return new Judged(null, Messages.Verdicts_another(stage.step(), agent));
            }
            return new Judged(result, null);
        } catch (JsonProcessingException e) {
            return new Judged(null, Messages.Verdicts_unreadable(stage.step(), agent, e.getOriginalMessage()));
        }
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
