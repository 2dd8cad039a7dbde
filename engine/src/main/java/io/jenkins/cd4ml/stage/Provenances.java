package io.jenkins.cd4ml.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Collects what a result was made from. */
public final class Provenances {
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
        String revision = git(context.project(), "rev-parse", "HEAD");
        String changes = revision == null ? null : git(context.project(), "status", "--porcelain");
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

    /** What git says, without the newline at its end; null where it has nothing to say. */
    private static String git(Path folder, String... arguments) {
        try {
            java.util.List<String> command =
                    new java.util.ArrayList<>(java.util.List.of("git", "-C", folder.toString()));
            command.addAll(java.util.List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? output.strip() : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
