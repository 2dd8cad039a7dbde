package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.chain.Judgement;
import io.jenkins.cd4ml.chain.KeptResult;
import io.jenkins.cd4ml.chain.ModelDigest;
import io.jenkins.cd4ml.chain.RunChain;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.TrainModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What earlier stages of the run found.
 *
 * @param training how the model was trained; null for a file that was not trained here
 * @param model digest of the model's folder, as it is and as training left it, or of that file
 * @param dataVersion that it was trained on; of a file from elsewhere the run's
 * @param source the folder or file that the digest is of
 * @param judgement whether a fitting verdict covers it
 */
record RunResults(StageResult training, String model, String dataVersion, Path source, Judgement judgement) {

    /**
     * Reads them.
     *
     * @throws InputException where no training ended well, or model or data are no longer those of the training
     */
    static RunResults read(StageRequest request, StageContext context) throws IOException {
        String run = context.run().id();
        KeptResult kept = RunChain.of(context.run(), request).result(Stage.TRAIN_MODEL);
        if (!kept.counts()) {
            throw new InputException(
                    "the run " + run + " has no trained model: " + kept.problem() + "; run trainModel first");
        }
        StageResult training = kept.result();
        if (training.verdict() != Verdict.PASSED || training.link() == null) {
            throw new InputException("the training of run " + run + " did not pass (" + training.summary()
                    + "): only a model whose training passed is packaged");
        }
        ChainLink link = training.link();
        Path folder = context.run().model();
        String model = ModelDigest.ofFolder(folder);
        if (!model.equals(link.model())) {
            throw new InputException(
                    "the model in " + folder + " is not what the training of this run made (its digest is " + model
                            + ", not " + link.model() + "): run trainModel again");
        }
        String now = Manifest.read(context.run().manifest()).version();
        if (!now.equals(link.dataVersion())) {
            throw new InputException("the run's data is now version " + now + ", and the model was trained on "
                    + link.dataVersion() + ": run trainModel again");
        }
        Judgement judgement = Judgement.of(request, context, model, now);
        if (judgement.notJudged() != null) {
            context.events().warning("the model is not judged: " + judgement.notJudged());
        }
        return new RunResults(training, model, now, folder, judgement);
    }

    /** The same of an ONNX file that {@code validate.model} names, where the run has trained no model of its own. */
    static RunResults ofFile(StageRequest request, StageContext context, Path file) throws IOException {
        String model = ModelDigest.ofFile(file);
        String dataVersion = Manifest.read(context.run().manifest()).version();
        Judgement judgement = Judgement.of(request, context, model, dataVersion);
        if (judgement.notJudged() != null) {
            context.events().warning("the model is not judged: " + judgement.notJudged());
        }
        return new RunResults(null, model, dataVersion, file, judgement);
    }

    /** Refuses a model that something has written to since its digest was taken. */
    void requireUnchanged() throws IOException {
        String now = training == null ? ModelDigest.ofFile(source) : ModelDigest.ofFolder(source);
        if (!now.equals(model)) {
            throw new InputException("the model in " + source + " changed while it was packaged: run "
                    + (training == null ? "validateModel" : "trainModel") + " again when nothing else writes to it");
        }
    }

    /** Rows by split that it was trained on; empty where that is not known here. */
    Map<String, Long> rows() {
        return training == null ? Map.of() : trained().rows();
    }

    /** Settings of the training; empty likewise. */
    Map<String, Object> hyperparameters() {
        return training == null ? Map.of() : trained().hyperparameters();
    }

    /** What it was made from, as training recorded it; of a file from elsewhere what it is packaged with. */
    Provenance provenance(StageContext context) {
        return training == null
                ? Provenances.of(context, dataVersion, null, Map.of(), null, null)
                : training.provenance();
    }

    private TrainModelDetail trained() {
        return training.detail(TrainModelDetail.class);
    }

    /** The result that judged the model; null where it is not judged. */
    StageResult validation() {
        return judgement.validation();
    }

    /** What validation found; empty where the model is not judged. */
    Optional<ValidateModelDetail> validated() {
        return validation() == null
                ? Optional.empty()
                : Optional.ofNullable(validation().detail(ValidateModelDetail.class));
    }

    /** Verdict of the validation; null where the model is not judged. */
    Verdict verdict() {
        return judgement.verdict();
    }

    /** What the package is made from and how it was judged. */
    ChainLink link(String modelPackage) {
        return new ChainLink(
                dataVersion,
                model,
                judgement.gatesDigest(),
                judgement.digest(),
                modelPackage,
                null,
                null,
                judgement.notJudged());
    }
}
