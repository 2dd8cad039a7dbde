package io.jenkins.cd4ml.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Collects what a result was made from. */
public final class Provenances {
    /** What the engine itself writes is no change of the user's. */
    private static final String OWN_FILES = ":(top,exclude,glob)**/.cd4ml/**";

    private static final int GIT_SECONDS = 10;

    private Provenances() {}

    /**
     * The provenance of a stage that runs now.
     *
     * @param dataVersion null where the stage reads no data
     * @param seed null where nothing is random
     * @param libraries versions of the libraries that computed, by name
     * @param cpu capability that the numerical library used; null where none was used
     * @param threads null where their number cannot matter
     */
    public static Provenance of(
            StageContext context,
            String dataVersion,
            Long seed,
            Map<String, String> libraries,
            String cpu,
            Integer threads) {
        String revision = mayBeVersioned(context.project()) ? git(context.project(), "rev-parse", "HEAD") : null;
        String changes =
                revision == null ? null : git(context.project(), "status", "--porcelain", "--", ":(top)", OWN_FILES);
        return new Provenance(
                dataVersion,
                revision,
                changes == null ? null : !changes.isEmpty(),
                "sha256:" + configurationDigest(context),
                seed,
                engineVersion(),
                new TreeMap<>(libraries),
                System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                cpu,
                threads);
    }

    /** The engine's version; {@code development} outside its jar. */
    public static String engineVersion() {
        String version = Provenances.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static String configurationDigest(StageContext context) {
        try {
            JsonNode tree = Protocol.mapper().valueToTree(context.configuration());
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(tree.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A folder below no {@code .git} is in no working tree: git need not be started to say so. */
    private static boolean mayBeVersioned(Path folder) {
        if (System.getenv("GIT_DIR") != null) {
            return true;
        }
        for (Path above = folder.toAbsolutePath(); above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    /** What git says, without the newline at its end; null where it has nothing to say. */
    private static String git(Path folder, String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of("git", "--no-optional-locks", "-C", folder.toString()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> readAll(process));
                String said = new String(output.get(GIT_SECONDS, TimeUnit.SECONDS), StandardCharsets.UTF_8);
                return process.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 ? said.strip() : null;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static byte[] readAll(Process process) {
        try {
            return process.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
