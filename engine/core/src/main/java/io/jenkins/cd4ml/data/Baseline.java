package io.jenkins.cd4ml.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.problem.JsonMistake;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.store.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a data version is compared with.
 *
 * @param columns names
 * @param files empty where they were not kept: which of them changed is not told then
 * @param summaries figures of columns; empty where they were not kept: they are not compared then
 */
record Baseline(
        String version,
        long rows,
        List<String> columns,
        Optional<List<ManifestFile>> files,
        List<ColumnSummary> summaries) {
    private static final String RESULT = ".result.json";

    static Baseline of(Manifest manifest, Optional<Profile> profile) {
        return new Baseline(
                manifest.version(),
                manifest.rows(),
                manifest.schema().names(),
                Optional.of(manifest.files()),
                profile.map(Profile::summaries).orElse(List.of()));
    }

    /**
     * The one at a path: a manifest, or the result of an earlier {@code versionData} (a name that ends with {@code .result.json}), which
     * holds the columns' figures and has its manifest beside it, where that was kept.
     */
    static Baseline read(Path path, KnownVersions versions) throws IOException {
        if (!path.toString().endsWith(RESULT)) {
            KnownVersions.Known known = versions.at(path);
            return of(known.manifest(), known.profile());
        }
        VersionDataDetail detail = detail(path);
        return new Baseline(
                detail.version(),
                detail.rows(),
                detail.columns().stream().map(ColumnSummary::name).toList(),
                files(path.resolveSibling("manifest.json"), detail.version()),
                detail.columns());
    }

    private static VersionDataDetail detail(Path path) throws IOException {
        try {
            StageResult result = Protocol.readResult(TextFile.read(path));
            if (result.detail() instanceof VersionDataDetail detail
                    && detail.version() != null
                    && detail.columns() != null) {
                return detail;
            }
        } catch (NoSuchFileException e) {
            throw new InputException("there is no data version at " + path + ": run versionData first");
        } catch (JsonProcessingException e) {
            throw new InputException("the result " + path + " is damaged (" + JsonMistake.of(e) + ")");
        }
        throw new InputException(
                path + " is no result of a versionData that got through: name one, or a manifest.json");
    }

    private static Optional<List<ManifestFile>> files(Path manifest, String version) throws IOException {
        if (!Files.exists(manifest)) {
            return Optional.empty();
        }
        try {
            Manifest read = Manifest.read(manifest);
            return read.version().equals(version) ? Optional.of(read.files()) : Optional.empty();
        } catch (InputException e) {
            // Damaged, or of another release: a comparison is worth less than the version that is being made.
            return Optional.empty();
        }
    }

    /** Figures by column; of two columns of one name, which only a stranger's file has, the first. */
    Map<String, ColumnSummary> figures() {
        Map<String, ColumnSummary> figures = new HashMap<>();
        summaries.forEach(summary -> figures.putIfAbsent(summary.name(), summary));
        return figures;
    }
}
