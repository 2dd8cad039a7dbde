package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.results.EarlierData;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/** Carries the last successful build's data version to where a new one is made, and keeps the new one's with its build. */
final class DataBaseline {
    private static final String RESULT = "version-data.result.json";

    private DataBaseline() {}

    /** Lays it out beside the request. Gives the path for the request; null where there is nothing to compare with. */
    @CheckForNull
    static String layOut(Scene scene, Stage stage, Site site) throws IOException, InterruptedException {
        Optional<EarlierData> earlier =
                stage == Stage.VERSION_DATA ? EarlierData.of(scene.build(), site.run()) : Optional.empty();
        if (earlier.isEmpty()) {
            return null;
        }
        FilePath folder = site.requestFolder(scene.workspace()).child("baseline");
        folder.mkdirs();
        FilePath result = folder.child(RESULT);
        result.copyFrom(new ByteArrayInputStream(earlier.get().result()));
        if (earlier.get().manifest() != null) {
            folder.child("manifest.json")
                    .copyFrom(new ByteArrayInputStream(earlier.get().manifest()));
        }
        scene.action(stage, site).compareWith(earlier.get());
        return result.getRemote();
    }

    /** Keeps what the stage left; the comparison of a later build does without a manifest that is too large. */
    static void keep(StageAction action, Site site, FilePath workspace) throws IOException, InterruptedException {
        byte[] manifest = action.stage() == Stage.VERSION_DATA
                ? site.project(workspace).act(new CollectManifest(site.run()))
                : null;
        if (manifest != null && manifest.length <= EarlierData.MOST_MANIFEST) {
            EarlierData.keep(action, manifest);
        }
    }
}
