package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The data of the last successful build, for a new version to be compared with: the result of its {@code versionData}, which holds the
 * columns' figures, and the manifest, which tells one file from another, where that was small enough to be kept.
 *
 * @param build number of that build
 * @param result as the engine wrote it
 * @param manifest null where it was not kept
 */
public record EarlierData(int build, byte[] result, @CheckForNull byte[] manifest) {
    /** A manifest of some ten thousand files; beyond that the comparison does without. */
    public static final int MOST_MANIFEST = 2 * 1024 * 1024;

    /**
     * What a build's run is to be compared with; empty where no build has ended well, or its result is gone or damaged.
     *
     * @param path the project's path below the workspace
     */
    public static Optional<EarlierData> of(Run<?, ?> build, String run, String path) throws IOException {
        Run<?, ?> earlier = build.getParent().getLastSuccessfulBuild();
        if (earlier == null || earlier.getNumber() >= build.getNumber()) {
            return Optional.empty();
        }
        String name = RunNames.withoutNumber(run, build.getNumber());
        List<StageAction> stages = StageAction.all(earlier).stream()
                .filter(action -> action.stage() == Stage.VERSION_DATA && action.isOf(path))
                .toList();
        StageAction stage = stages.stream()
                .filter(action -> Objects.equals(name, RunNames.withoutNumber(action.getRunId(), earlier.getNumber())))
                .findFirst()
                .orElse(stages.size() == 1 ? stages.get(0) : null);
        if (stage == null
                || stage.result().map(result -> result.detail() == null).orElse(true)) {
            return Optional.empty();
        }
        byte[] result = StageResults.bytes(earlier, stage.getNodeId());
        return result == null
                ? Optional.empty()
                : Optional.of(new EarlierData(
                        earlier.getNumber(), result, StageResults.manifest(earlier, stage.getNodeId())));
    }

    /** The manifest of a stage's data, where that was kept with its build. */
    public static Optional<byte[]> manifest(StageAction stage) throws IOException {
        return Optional.ofNullable(StageResults.manifest(stage.getBuild(), stage.getNodeId()));
    }

    /** Keeps the manifest of a stage's data with its build. */
    public static void keep(StageAction stage, byte[] manifest) throws IOException {
        StageResults.writeManifest(stage.getBuild(), stage.getNodeId(), manifest);
    }
}
