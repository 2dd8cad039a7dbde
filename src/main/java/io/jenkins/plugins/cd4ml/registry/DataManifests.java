package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Manifests of the data that a model's versions were trained on; there is one for each data version, and it never changes. */
public final class DataManifests {
    private static final Pattern DATA_VERSION = Pattern.compile("[a-z0-9]{1,20}:[0-9a-f]{32,128}");

    private final ModelFolder folder;

    DataManifests(ModelFolder folder) {
        this.folder = folder;
    }

    /** Keeps a manifest; of a data version without a well-formed name nothing is kept. */
    public void keep(String dataVersion, byte[] manifest) throws IOException {
        Path file = file(dataVersion);
        if (file != null && !Files.exists(file)) {
            Files.createDirectories(folder.path().resolve("data"));
            DurableFile.write(file, new String(manifest, StandardCharsets.UTF_8));
        }
    }

    /** The manifest of a data version; empty where it was not kept. */
    public Optional<byte[]> find(@CheckForNull String dataVersion) throws IOException {
        Path file = file(dataVersion);
        return file != null && Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @CheckForNull
    private Path file(@CheckForNull String dataVersion) {
        return dataVersion != null && DATA_VERSION.matcher(dataVersion).matches() ? folder.dataFile(dataVersion) : null;
    }
}
