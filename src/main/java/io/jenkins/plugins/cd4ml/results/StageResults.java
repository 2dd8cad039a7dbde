package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageResult;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        // Half a surrogate pair, which an agent may well send, becomes a question mark: Files.writeString would refuse
        // it.
        Files.write(beside, Protocol.write(result).getBytes(StandardCharsets.UTF_8));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What came from the agent, until the stage is complete: {@code <node id>.received.json}. */
    static void writeReceived(Run<?, ?> build, String nodeId, StageResult result) throws IOException {
        Path file = receivedFile(build, nodeId);
        Files.createDirectories(folder(build));
        Path beside = folder(build).resolve(nodeId + ".received.json.tmp");
        Files.write(beside, Protocol.write(result).getBytes(StandardCharsets.UTF_8));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Empty where there is none. */
    static Optional<StageResult> readReceived(Run<?, ?> build, String nodeId) {
        Path file = receivedFile(build, nodeId);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Protocol.readResult(Files.readString(file)))
                    : Optional.empty();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot read " + file);
            return Optional.empty();
        }
    }

    static void forgetReceived(Run<?, ?> build, String nodeId) throws IOException {
        Files.deleteIfExists(receivedFile(build, nodeId));
    }

    private static Path receivedFile(Run<?, ?> build, String nodeId) {
        return file(build, nodeId).resolveSibling(nodeId + ".received.json");
    }

    /** The manifest of the data, beside the result: {@code <node id>.manifest.json}. */
    static void writeManifest(Run<?, ?> build, String nodeId, byte[] manifest) throws IOException {
        Path file = manifestFile(build, nodeId);
        Files.createDirectories(folder(build));
        Path beside = folder(build).resolve(nodeId + ".manifest.json.tmp");
        Files.write(beside, manifest);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Null where it was not kept. */
    @CheckForNull
    static byte[] manifest(Run<?, ?> build, String nodeId) throws IOException {
        Path file = manifestFile(build, nodeId);
        return Files.isRegularFile(file) && Files.size(file) <= EarlierData.MOST_MANIFEST
                ? Files.readAllBytes(file)
                : null;
    }

    private static Path manifestFile(Run<?, ?> build, String nodeId) {
        return file(build, nodeId).resolveSibling(nodeId + ".manifest.json");
    }

    /** Empty where there is none, or none that can be read any more. */
    static Optional<StageResult> read(Run<?, ?> build, String nodeId) {
        Path file = file(build, nodeId);
        try {
            return isThere(build, nodeId) ? Optional.of(Protocol.readResult(Files.readString(file))) : Optional.empty();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot read " + file);
            return Optional.empty();
        }
    }

    /** The file as it is, for the page's script; null where there is none, or one that is too large to be a result. */
    @CheckForNull
    static byte[] bytes(Run<?, ?> build, String nodeId) throws IOException {
        Path file = file(build, nodeId);
        return isThere(build, nodeId) ? Files.readAllBytes(file) : null;
    }

    /** Whether there is a file that may be a result; it is not read. */
    static boolean isThere(Run<?, ?> build, String nodeId) {
        Path file = file(build, nodeId);
        try {
            return Files.isRegularFile(file) && Files.size(file) <= 4L * Protocol.MAX_CHARACTERS;
        } catch (IOException e) {
            return false;
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
