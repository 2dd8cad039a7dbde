package io.jenkins.plugins.cd4ml.results;

import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Whole results beside the build: {@code <build>/cd4ml/<node id>.json}. */
final class StageResults {
    private static final Logger LOGGER = Logger.getLogger(StageResults.class.getName());

    private StageResults() {}

    static void write(Run<?, ?> build, String nodeId, StageResult result) throws IOException {
        Path file = file(build, nodeId);
        Files.createDirectories(folder(build));
        Path beside = folder(build).resolve(nodeId + ".json.tmp");
        Files.writeString(beside, Protocol.write(result));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Empty where there is none, or none that can be read any more. */
    static Optional<StageResult> read(Run<?, ?> build, String nodeId) {
        Path file = file(build, nodeId);
        try {
            return Files.exists(file) ? Optional.of(Protocol.readResult(Files.readString(file))) : Optional.empty();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot read " + file);
            return Optional.empty();
        }
    }

    private static Path file(Run<?, ?> build, String nodeId) {
        if (!nodeId.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("not the id of a flow node: " + nodeId);
        }
        return folder(build).resolve(nodeId + ".json");
    }

    private static Path folder(Run<?, ?> build) {
        return new File(build.getRootDir(), "cd4ml").toPath();
    }
}
