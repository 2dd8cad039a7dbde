package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.RawValues;
import io.jenkins.cd4ml.packaging.InputBatch;
import io.jenkins.cd4ml.packaging.OnnxModel;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Path;

/** A package served by ONNX Runtime. */
public final class OnnxPredictor implements Predictor {
    private final OnnxModel onnx;
    private final ServedModel model;

    private OnnxPredictor(OnnxModel onnx, ServedModel model) {
        this.onnx = onnx;
        this.model = model;
    }

    /** Opens the package; an {@link InputException} where it is damaged or is not the version that is to be served. */
    public static OnnxPredictor open(ServedVersion version) throws IOException {
        OnnxModel onnx = OnnxModel.open(Path.of(version.packageFolder()));
        ModelPackage found = onnx.modelPackage();
        PackageManifest manifest = found.manifest();
        if (!found.digest().equals(version.digest()) || !manifest.model().equals(version.model())) {
            onnx.close();
            throw new InputException(version.packageFolder() + " holds " + manifest.model() + " " + found.digest()
                    + ", not " + version.model() + " " + version.digest() + ": package the model again");
        }
        return new OnnxPredictor(
                onnx,
                new ServedModel(
                        version.model(),
                        version.version(),
                        version.digest(),
                        manifest.task(),
                        manifest.classes(),
                        manifest.schema(),
                        new RawValues(manifest.textReading()),
                        manifest.inputs(),
                        manifest.outputs()));
    }

    @Override
    public ServedModel model() {
        return model;
    }

    @Override
    public Predictions predict(Table rows) {
        return onnx.predict(InputBatch.of(onnx.modelPackage().manifest(), rows, 0, rows.rows()));
    }

    @Override
    public void close() {
        onnx.close();
    }
}
