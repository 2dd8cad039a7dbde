package io.jenkins.cd4ml.packaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.TrainModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What earlier stages of the run found.
 *
 * @param training how the model was trained
 * @param validation how it was judged; null where it was not, or not since it was trained
 */
record RunResults(StageResult training, StageResult validation) {

    /** Reads them; an {@link InputException} where there is no training that ended well. */
    static RunResults read(RunFolder run, EventSink events) throws IOException {
        StageResult training = result(run, Stage.TRAIN_MODEL)
                .orElseThrow(() ->
                        new InputException("the run " + run.id() + " has no trained model: run trainModel first"));
        if (training.verdict() != Verdict.PASSED) {
            throw new InputException("the training of run " + run.id() + " did not pass (" + training.summary()
                    + "): only a model whose training passed is packaged");
        }
        StageResult validation = result(run, Stage.VALIDATE_MODEL).orElse(null);
        if (validation != null && !judged(validation, training)) {
            events.warning("the validation in this run judged another model: the trained one counts as not validated");
            validation = null;
        }
        if (validation != null && validation.verdict() != Verdict.PASSED && validation.verdict() != Verdict.FAILED) {
            events.warning("the validation in this run came to no verdict: the model counts as not validated");
            validation = null;
        }
        return new RunResults(training, validation);
    }

    /**
     * Whether that validation speaks of that training's model: by the versions of model and data that its checks name; one without
     * checks by its time. One of a model from elsewhere never does.
     */
    private static boolean judged(StageResult validation, StageResult training) {
        ValidateModelDetail found = validation.detail(ValidateModelDetail.class);
        if (found != null && found.source() != null) {
            return false;
        }
        List<Check> named = validation.checks().stream()
                .filter(check -> check.modelVersion() != null && check.dataVersion() != null)
                .toList();
        if (named.isEmpty()) {
            return !validation.started().isBefore(training.finished());
        }
        String model = "sha256:" + training.detail(TrainModelDetail.class).parametersSha256();
        String data = training.provenance().dataVersion();
        return named.stream()
                .allMatch(check -> check.modelVersion().equals(model)
                        && check.dataVersion().equals(data));
    }

    TrainModelDetail trained() {
        return training.detail(TrainModelDetail.class);
    }

    /** What validation found; empty without one. */
    Optional<ValidateModelDetail> validated() {
        return validation == null
                ? Optional.empty()
                : Optional.ofNullable(validation.detail(ValidateModelDetail.class));
    }

    /** Verdict of the validation; null without one. */
    Verdict verdict() {
        return validation == null ? null : validation.verdict();
    }

    private static Optional<StageResult> result(RunFolder run, Stage stage) throws IOException {
        Path file = run.result(stage);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Protocol.readResult(Files.readString(file)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new InputException(file + " is damaged: run " + stage.step() + " again");
        }
    }
}
