package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.packaging.PackagedModel;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Models as they are installed: the candidate through its training library, packages through ONNX Runtime. */
final class InstalledModels implements ValidateModel.Models {
    @Override
    public Predictions candidate(StageContext context, Path modelFolder, Table table, int[] rows)
            throws IOException, InterruptedException {
        return TrainedModel.predict(context, modelFolder, table, rows);
    }

    /** The request's champion; where this machine's registry is the truth, else its own for the environment. */
    @Override
    public Optional<ModelReference> champion(StageRequest request, StageContext context) throws IOException {
        if (request.champion() != null || request.registry() == RegistryMode.PROPOSE) {
            return Optional.ofNullable(request.champion());
        }
        return LocalRegistry.open(context.home())
                .alias(
                        context.configuration().model(),
                        context.configuration().deploy().environment());
    }

    @Override
    public Predictions packaged(StageContext context, Path packageFolder, Table rows)
            throws IOException, InterruptedException {
        return PackagedModel.predict(context, packageFolder, rows);
    }
}
