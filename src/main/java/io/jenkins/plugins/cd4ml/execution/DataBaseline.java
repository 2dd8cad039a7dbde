package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.layout.RunLayout;
import io.jenkins.plugins.cd4ml.delivery.Outset;
import io.jenkins.plugins.cd4ml.delivery.TrainingData;
import io.jenkins.plugins.cd4ml.results.EarlierData;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * Carries the data version that a stage compares with to where it runs: to {@code versionData} that of the last successful build, to
 * {@code checkDrift} the one that the champion was trained on. Keeps a new one with its build.
 */
final class DataBaseline {
    private static final String RESULT = RunLayout.result(Stage.VERSION_DATA);
    private static final String MANIFEST = "manifest.json";

    private DataBaseline() {}

    /** Lays it out beside the request. Gives the path for the request; null where there is nothing to compare with. */
    @CheckForNull
    static String layOut(Scene scene, Stage stage, Site site, Outset outset) throws IOException, InterruptedException {
        FilePath folder = site.requestFolder(scene.workspace()).child("baseline");
        return switch (stage) {
            case VERSION_DATA -> earlier(scene, site, folder);
            case CHECK_DRIFT -> champions(outset, folder);
            default -> null;
        };
    }

    @CheckForNull
    private static String earlier(Scene scene, Site site, FilePath folder) throws IOException, InterruptedException {
        Optional<EarlierData> earlier = EarlierData.of(scene.build(), site.run(), scene.projectPath(site));
        if (earlier.isEmpty()) {
            return null;
        }
        if (earlier.get().manifest() != null) {
            write(folder.child(MANIFEST), earlier.get().manifest());
        }
        scene.action(Stage.VERSION_DATA, site).compareWith(earlier.get());
        return write(folder.child(RESULT), earlier.get().result());
    }

    @CheckForNull
    private static String champions(Outset outset, FilePath folder) throws IOException, InterruptedException {
        Optional<byte[]> manifest = TrainingData.of(outset);
        return manifest.isEmpty() ? null : write(folder.child(MANIFEST), manifest.get());
    }

    private static String write(FilePath file, byte[] content) throws IOException, InterruptedException {
        file.copyFrom(new ByteArrayInputStream(content));
        return file.getRemote();
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
