package io.jenkins.plugins.cd4ml.execution;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import jenkins.agents.ControllerToAgentFileCallable;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The engine's jar on an agent: {@code <agent's root>/cd4ml/engine-<hash>.jar}, copied once for each version. Its hash is checked
 * before every use, so a damaged copy is replaced. Copies are made beside and renamed: builds side by side do not disturb each
 * other, and a JVM that runs from a replaced jar keeps the old file.
 */
final class EngineInstallation {
    private static final int PREFIX = 16;

    private EngineInstallation() {}

    /** Makes sure that the engine is there; gives its absolute path on the agent. */
    static String ensure(FilePath nodeRoot, EngineSource engine) throws IOException, InterruptedException {
        String sha256 = engine.sha256();
        FilePath folder = nodeRoot.child("cd4ml");
        FilePath jar = folder.child("engine-" + sha256.substring(0, PREFIX) + ".jar");
        if (!jar.act(new IsIntact(sha256))) {
            FilePath beside = folder.child(jar.getName() + "." + UUID.randomUUID() + ".tmp");
            try {
                folder.mkdirs();
                try (InputStream in = engine.jar().openStream()) {
                    beside.copyFrom(in);
                }
                beside.act(new MoveIntact(sha256, jar.getName()));
            } finally {
                beside.delete();
            }
        }
        return jar.getRemote();
    }

    private static boolean intact(Path file, String sha256) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return DigestUtils.sha256Hex(in).equals(sha256);
        }
    }

    /** Whether the file is there and has that hash. */
    record IsIntact(String sha256) implements ControllerToAgentFileCallable<Boolean> {
        @Override
        public Boolean invoke(File file, VirtualChannel channel) throws IOException {
            return intact(file.toPath(), sha256);
        }
    }

    /** Gives the file its name where it has that hash. */
    record MoveIntact(String sha256, String name) implements ControllerToAgentFileCallable<Void> {
        @Override
        public Void invoke(File file, VirtualChannel channel) throws IOException {
            if (!intact(file.toPath(), sha256)) {
                throw new IOException("the engine's jar was damaged on its way: " + file);
            }
            Files.move(
                    file.toPath(),
                    file.toPath().resolveSibling(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return null;
        }
    }
}
