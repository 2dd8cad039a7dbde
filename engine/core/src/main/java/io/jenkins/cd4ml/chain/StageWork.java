package io.jenkins.cd4ml.chain;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.UUID;

/**
 * A stage at work in a run: from its beginning on, its earlier result and those of all later stages count no more, whatever becomes of it;
 * they are kept in {@code <run>/stale/}.
 */
public final class StageWork {
    private static final String STALE = "stale";

    private final RunFolder run;
    private final Stage stage;
    private final Clock clock;
    private final String begun = UUID.randomUUID().toString();

    private StageWork(RunFolder run, Stage stage, Clock clock) {
        this.run = run;
        this.stage = stage;
        this.clock = clock;
    }

    /** Puts aside what the stage makes stale, then notes that it has begun. Nothing else of the stage may happen before. */
    public static StageWork begin(RunFolder run, Stage stage, Clock clock) throws IOException {
        StageWork work = new StageWork(run, stage, clock);
        for (Stage other : Stage.values()) {
            if (RunChain.makesStale(stage, other)) {
                work.putAside(run.result(other), other);
            }
        }
        ChainFile.of(run).append(ChainEntry.begin(clock.instant(), run.id(), stage, work.begun));
        return work;
    }

    /** Notes that a run takes up another run's files, which lie in its folder already. */
    public static void continues(RunFolder run, String earlier, Clock clock) throws IOException {
        ChainFile.of(run).append(ChainEntry.continues(clock.instant(), run.id(), earlier));
    }

    /**
     * Holds the run to one model and one configuration file; the first stage decides. A drift check may have a configuration file of its own.
     *
     * @throws InputException where the run belongs to another
     */
    public void requireModel(String model, String configuration) throws IOException {
        RunChain chain = RunChain.of(run);
        if (chain.model() == null) {
            ChainFile.of(run).append(ChainEntry.model(clock.instant(), run.id(), model, configuration));
            return;
        }
        if (!chain.model().equals(model)) {
            throw new InputException("the run " + run.id() + " belongs to the model " + chain.model() + ", and "
                    + configuration + " names " + model + ": begin a run of its own for it (versionData)");
        }
        if (stage != Stage.CHECK_DRIFT
                && !Path.of(chain.configuration())
                        .normalize()
                        .equals(Path.of(configuration).normalize())) {
            throw new InputException("the run " + run.id() + " was begun with " + chain.configuration() + ", not with "
                    + configuration + ": a run has one configuration file; begin a run of its own for the other");
        }
    }

    /** Whether this stage or an earlier one has begun again in the run meanwhile: then its result does not count. */
    public boolean isOvertaken() throws IOException {
        return !RunChain.of(run).isCurrent(stage, begun);
    }

    /** Makes a complete file the stage's result; where the stage was overtaken, it only is kept among the stale ones. */
    public void end(Path complete) throws IOException {
        if (isOvertaken()) {
            putAside(complete, stage);
            return;
        }
        ChainFile.of(run).append(ChainEntry.end(clock.instant(), run.id(), stage, begun, Sha256.of(complete)));
        Files.move(complete, run.result(stage), StandardCopyOption.ATOMIC_MOVE);
    }

    private void putAside(Path file, Stage of) throws IOException {
        if (!Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Path folder = Files.createDirectories(run.path().resolve(STALE));
            int number = 1;
            while (Files.exists(named(folder, number, of))) {
                number++;
            }
            Files.move(file, named(folder, number, of), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // On a full disk: that it counts no more is worth more than that it is kept.
            Files.delete(file);
        }
    }

    private static Path named(Path folder, int number, Stage stage) {
        return folder.resolve(String.format(java.util.Locale.ROOT, "%s.%03d.result.json", stage.command(), number));
    }
}
