package io.jenkins.plugins.cd4ml.delivery;

import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.results.EarlierData;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.util.Optional;

/**
 * Which data a version was trained on, file by file: kept with the model, so that a drift job in a workspace of its own knows what to
 * compare with, long after the training's build and workspace are gone. The rows themselves come from the checkout or the store.
 */
public final class TrainingData {
    private TrainingData() {}

    /** Keeps what the build knows of the version's data; nothing where its manifest was too large to be kept. */
    static void keep(Run<?, ?> build, ModelVersion version) throws IOException {
        String data = version.lineage().dataVersion();
        for (StageAction action : build.getActions(StageAction.class)) {
            if (action.stage() == Stage.VERSION_DATA && data != null && data.equals(action.getDataVersion())) {
                Optional<byte[]> manifest = EarlierData.manifest(action);
                if (manifest.isPresent()) {
                    ModelRegistry.get().data(version.model()).keep(data, manifest.get());
                    return;
                }
            }
        }
    }

    /** The manifest of the data that the champion of a stage was trained on; empty where there is none of either. */
    public static Optional<byte[]> of(Outset outset) throws IOException {
        if (outset.championVersion() == null) {
            return Optional.empty();
        }
        Optional<ModelVersion> champion = ModelRegistry.get().version(outset.model(), outset.championVersion());
        return champion.isEmpty()
                ? Optional.empty()
                : ModelRegistry.get()
                        .data(outset.model())
                        .find(champion.get().lineage().dataVersion());
    }
}
