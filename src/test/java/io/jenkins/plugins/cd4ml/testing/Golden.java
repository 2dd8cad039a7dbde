package io.jenkins.plugins.cd4ml.testing;

import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results that the engine really left: the protocol's golden files. */
public final class Golden {
    private Golden() {}

    /** The text of {@code validate-model.result.json} for {@code validate-model}. */
    public static String text(String stage) throws IOException {
        return Files.readString(Path.of("engine/protocol/src/test/resources/golden", stage + ".result.json"));
    }

    public static StageResult result(String stage) throws IOException {
        return Protocol.readResult(text(stage));
    }

    /** The result with that text in another one's place. */
    public static StageResult result(String stage, String old, String fresh) throws IOException {
        return Protocol.readResult(text(stage).replace(old, fresh));
    }

    /** Gives the build a stage that ended with that result. */
    public static StageAction attach(Run<?, ?> build, int node, String run, StageResult result) throws IOException {
        StageAction action = StageAction.of(build, "" + node, result.stage(), run);
        action.complete(result);
        return action;
    }
}
