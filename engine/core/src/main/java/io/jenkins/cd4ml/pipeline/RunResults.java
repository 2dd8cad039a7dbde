package io.jenkins.cd4ml.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.problem.JsonMistake;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.store.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The results that a run's folder holds. */
public final class RunResults {
    private RunResults() {}

    /** Results of the stages that ran, in the order of the stages; throws {@link InputException} naming a damaged one. */
    public static List<StageResult> of(RunFolder run) throws IOException {
        List<StageResult> results = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            Path file = run.result(stage);
            if (Files.exists(file)) {
                try {
                    results.add(Protocol.readResult(TextFile.read(file)));
                } catch (JsonProcessingException e) {
                    throw new InputException(file + " is damaged (" + JsonMistake.of(e) + "): run the stage again");
                }
            }
        }
        return results;
    }
}
