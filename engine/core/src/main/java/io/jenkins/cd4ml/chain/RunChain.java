package io.jenkins.cd4ml.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run's stages have left that a later stage may rely on: a result counts where it is, to the byte, the one that its stage wrote, and
 * where neither that stage nor an earlier one has begun again since. Where the caller names results by their SHA-256, those count and no
 * others.
 */
public final class RunChain {
    private final RunFolder run;
    private final Map<String, String> named;
    private final Map<Stage, String> begun = new EnumMap<>(Stage.class);
    private final Map<Stage, String> written = new EnumMap<>(Stage.class);
    private final Map<Stage, Integer> attempts = new EnumMap<>(Stage.class);
    private final Set<String> runs = new HashSet<>();
    private String lastRun;
    private String model;
    private String configuration;

    private RunChain(RunFolder run, Map<String, String> named, List<ChainEntry> entries) {
        this.run = run;
        this.named = named;
        runs.add(run.id());
        entries.forEach(this::add);
    }

    /** A run whose folder is believed, as far as its ledger goes. */
    public static RunChain of(RunFolder run) throws IOException {
        return new RunChain(run, null, ChainFile.of(run).entries());
    }

    /** The run of a request, which may name the results that count. */
    public static RunChain of(RunFolder run, StageRequest request) throws IOException {
        return new RunChain(run, request.results(), ChainFile.of(run).entries());
    }

    /** Whether the results of that stage go when the other one begins: its own and those of all after it; drift stands aside. */
    public static boolean makesStale(Stage begins, Stage other) {
        return other == begins
                || begins != Stage.CHECK_DRIFT && other != Stage.CHECK_DRIFT && begins.compareTo(other) < 0;
    }

    /** The model that the run belongs to; null before a stage has read its configuration. */
    public String model() {
        return model;
    }

    /** The configuration file that the run belongs to, relative to the project; null likewise. */
    public String configuration() {
        return configuration;
    }

    /** How often the stage has begun in this run, and in those that it continues. */
    public int attempts(Stage stage) {
        return attempts.getOrDefault(stage, 0);
    }

    /** Whether that beginning of the stage is still the last one, and no earlier stage has begun since. */
    boolean isCurrent(Stage stage, String mark) {
        return mark.equals(begun.get(stage));
    }

    /** What is left of a stage. */
    public KeptResult result(Stage stage) throws IOException {
        Path file = run.result(stage);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return KeptResult.none(
                    stage,
                    attempts(stage) == 0
                            ? stage.step() + " did not run in this run"
                            : stage.step()
                                    + " has no result that counts: it was stopped, or an earlier stage ran again");
        }
        byte[] bytes = Files.readAllBytes(file);
        String sha256 = Sha256.of(bytes);
        String problem = named == null ? unlikeWritten(stage, sha256) : unlikeNamed(stage, sha256);
        if (problem != null) {
            return KeptResult.none(stage, problem);
        }
        try {
            StageResult result = Protocol.readResult(new String(bytes, StandardCharsets.UTF_8));
            if (result.stage() != stage || !runs.contains(result.run())) {
                return KeptResult.none(
                        stage,
                        "the result of " + stage.step() + " is that of run " + result.run() + ", not of this one");
            }
            return new KeptResult(stage, result, "sha256:" + sha256, null);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return KeptResult.none(stage, "the result of " + stage.step() + " is damaged");
        }
    }

    private String unlikeNamed(Stage stage, String sha256) {
        String wanted = named.get(stage.step());
        if (wanted == null) {
            return stage.step() + " has no result in this run that the caller recorded";
        }
        return wanted.equals(sha256)
                ? null
                : "the result of " + stage.step() + " is not the one that the caller recorded (SHA-256 " + sha256
                        + ", recorded " + wanted + ")";
    }

    private String unlikeWritten(Stage stage, String sha256) {
        if (lastRun != null && !lastRun.equals(run.id())) {
            return "this folder is a copy of run " + lastRun + ", in which " + stage.step() + " ran";
        }
        String wanted = written.get(stage);
        if (wanted == null) {
            return begun.containsKey(stage)
                    ? stage.step() + " was stopped before it wrote this result"
                    : "the result of " + stage.step() + " is stale: an earlier stage ran again, or " + ChainFile.NAME
                            + " does not know it";
        }
        return wanted.equals(sha256) ? null : "the result of " + stage.step() + " was changed after it was written";
    }

    private void add(ChainEntry entry) {
        boolean takenUp = entry.event() == ChainEntry.Event.CONTINUES;
        if (lastRun != null && !lastRun.equals(takenUp ? entry.continues() : entry.run())) {
            // A folder that was copied under another name, or one taken up that is such a copy: what the other run
            // found stays there.
            begun.clear();
            written.clear();
        }
        lastRun = entry.run();
        runs.add(entry.run());
        switch (entry.event()) {
            case CONTINUES -> {
                // its lines came along with the files
            }
            case MODEL -> {
                model = model == null ? entry.model() : model;
                configuration = configuration == null ? entry.configuration() : configuration;
            }
            case BEGIN -> {
                for (Stage other : Stage.values()) {
                    if (makesStale(entry.stage(), other)) {
                        begun.remove(other);
                        written.remove(other);
                    }
                }
                begun.put(entry.stage(), entry.begun());
                attempts.merge(entry.stage(), 1, Integer::sum);
            }
            case END -> {
                if (entry.begun() != null && entry.begun().equals(begun.get(entry.stage()))) {
                    written.put(entry.stage(), entry.sha256());
                }
            }
        }
    }
}
