package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.config.DriftSettings;
import io.jenkins.cd4ml.data.source.FileFinder;
import io.jenkins.cd4ml.data.source.Labels;
import io.jenkins.cd4ml.data.source.PackedTwins;
import io.jenkins.cd4ml.data.source.SourceFile;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where current rows and their labels are: what is configured, else what the environment's servers wrote in this project.
 *
 * @param requests paths in the project; empty where there is nothing
 * @param feedback paths in the project; empty where there is nothing
 */
public record ServedLogs(StageContext context, List<String> requests, List<String> feedback) {
    private static final Duration COARSE = Duration.ofSeconds(2);

    /** As {@code drift} has it. */
    public static ServedLogs of(StageContext context) throws IOException {
        DriftSettings settings = context.configuration().drift();
        ServingFolder folder = ServingFolder.of(
                context.home(), context.configuration().deploy().environment());
        return new ServedLogs(
                context,
                settings.current().isEmpty() ? logs(context, folder.requests()) : settings.current(),
                settings.feedback().isEmpty() ? logs(context, folder.feedback()) : settings.feedback());
    }

    /** What the environment's servers wrote. */
    public static ServedLogs ofEnvironment(StageContext context) throws IOException {
        ServingFolder folder = ServingFolder.of(
                context.home(), context.configuration().deploy().environment());
        return new ServedLogs(context, logs(context, folder.requests()), logs(context, folder.feedback()));
    }

    /** The files of the request log. */
    public List<SourceFile> requestFiles() throws IOException {
        return files("deploy.requestLog", requests);
    }

    /** All labels together. */
    public Labels labels() throws IOException {
        return Labels.read(files("drift.feedback", feedback));
    }

    /** The files of the request log that somebody wrote to at that time or later. */
    public List<SourceFile> requestFiles(Instant since) throws IOException {
        return written(requestFiles(), since);
    }

    /** The labels in files that somebody wrote to at that time or later. */
    public Labels labels(Instant since) throws IOException {
        return Labels.read(written(files("drift.feedback", feedback), since));
    }

    private static List<SourceFile> written(List<SourceFile> files, Instant since) throws IOException {
        // File systems' clocks are a little coarser than ours.
        Instant from = since.minus(COARSE);
        List<SourceFile> found = new ArrayList<>();
        for (SourceFile file : files) {
            if (!Files.getLastModifiedTime(file.path()).toInstant().isBefore(from)) {
                found.add(file);
            }
        }
        return found;
    }

    private List<SourceFile> files(String key, List<String> paths) throws IOException {
        return paths.isEmpty()
                ? List.of()
                : PackedTwins.without(new FileFinder(context.project(), key)
                        .find(paths).stream()
                                .map(name ->
                                        new SourceFile(name, context.project().resolve(name)))
                                .toList());
    }

    private static List<String> logs(StageContext context, Path folder) throws IOException {
        if (!Files.isDirectory(folder) || !folder.startsWith(context.project())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            boolean any = files.anyMatch(file -> file.getFileName().toString().matches("[^.].*\\.jsonl(\\.gz)?"));
            return any ? List.of(context.project().relativize(folder).toString().replace('\\', '/')) : List.of();
        }
    }
}
