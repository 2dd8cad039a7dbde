package io.jenkins.cd4ml.pipeline;

import io.jenkins.cd4ml.chain.StageWork;
import io.jenkins.cd4ml.config.NearestName;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import io.jenkins.cd4ml.protocol.layout.RunId;
import io.jenkins.cd4ml.stage.HomeFolder;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.store.Removal;
import io.jenkins.cd4ml.store.TextFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The runs of a project, {@code .cd4ml/runs/<id>/}. Two runs side by side are fine; only a repeated id is refused. */
public final class Runs {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path home;
    private final Path runs;

    /** The runs below a project's {@code .cd4ml} folder. */
    public Runs(Path home) {
        this.home = home;
        this.runs = home.resolveSibling(ProjectLayout.RUNS);
    }

    /**
     * Begins a run of its own; {@code id} null: named after the time.
     *
     * @param continues id of a run whose files it starts from; null for none
     */
    public RunFolder create(String id, String continues, Clock clock) throws IOException {
        HomeFolder.make(home);
        if (continues == null) {
            return create(id, clock);
        }
        RunFolder from = find(continues);
        String chosen = chosen(id, clock);
        Path folder = runs.resolve(chosen);
        requireNew(folder, chosen);
        // Whole or not at all: a half copy would pass for a run that somebody began.
        Path beside = runs.resolve("." + chosen + ".tmp");
        Removal.of(beside);
        try {
            copy(from.path(), beside);
            StageWork.continues(new RunFolder(chosen, beside), from.id(), clock);
            requireNew(folder, chosen);
            Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Removal.of(beside);
        }
        return newest(chosen, folder);
    }

    /** Begins a run of its own; {@code id} null: named after the time. */
    public RunFolder create(String id, Clock clock) throws IOException {
        HomeFolder.make(home);
        String chosen = chosen(id, clock);
        Path folder = runs.resolve(chosen);
        Files.createDirectories(folder.getParent());
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            throw taken(folder, chosen);
        }
        return newest(chosen, folder);
    }

    private static String chosen(String id, Clock clock) {
        return id == null
                ? TIME.format(clock.instant())
                        + String.format(
                                Locale.ROOT,
                                "-%04x",
                                ThreadLocalRandom.current().nextInt(1 << 16))
                : requireId(id);
    }

    private static void requireNew(Path folder, String id) {
        if (Files.exists(folder)) {
            throw taken(folder, id);
        }
    }

    private static InputException taken(Path folder, String id) {
        return new InputException("there is a run '" + id + "' already, in " + folder
                + ": leave --run out for a new one, or choose another id");
    }

    private RunFolder newest(String chosen, Path folder) throws IOException {
        Path beside = home.resolve("latest." + chosen + ".tmp");
        Files.writeString(beside, chosen + "\n");
        Files.move(beside, home.resolve("latest"), StandardCopyOption.ATOMIC_MOVE);
        return new RunFolder(chosen, folder);
    }

    /** An earlier run; {@code id} null: the newest one. */
    public RunFolder find(String id) throws IOException {
        String chosen = id == null ? latest() : requireId(id);
        Path folder = runs.resolve(chosen);
        if (!Files.isDirectory(folder)) {
            throw new InputException("there is no run '" + chosen + "' below " + runs
                    + NearestName.of(chosen, ids())
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse(""));
        }
        return new RunFolder(chosen, folder);
    }

    /** Ids of all runs, by name. */
    public List<String> ids() throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> RunId.isValid(name))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private String latest() throws IOException {
        try {
            return requireId(TextFile.read(home.resolve("latest")).strip());
        } catch (NoSuchFileException e) {
            throw new InputException("there is no run yet in " + home.getParent()
                    + ": start with 'cd4ml version-data', or 'cd4ml run' for all stages");
        }
    }

    private static String requireId(String id) {
        if (!RunId.isValid(id)) {
            throw new InputException("'" + id
                    + "' is not a valid run id: use letters, digits, . _ - (at most 100, no / and no leading dot)");
        }
        return id;
    }
}
