package io.jenkins.cd4ml.pipeline;

import io.jenkins.cd4ml.chain.StageWork;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.deploy.FakeRollout;
import io.jenkins.cd4ml.packaging.FakePackaging;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.validate.FakeJudging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A random walk through one project: stages in any order, overrides, kills, edits of every file that takes part, other models. Each step
 * returns what the {@linkplain ChainOracle oracle} says of the promotions that it brought about.
 */
final class ChainWalk {
    final List<String> log = new ArrayList<>();
    private final Random random;
    private final WalkedProject project;
    private final ChainOracle oracle;
    private final Runs runs;
    private RunFolder run;
    private int runNumber;
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    private int next;

    /** Sign of the next models' weight; 0: at random. */
    private int model;

    int refusals;

    int promotions() {
        return oracle.promotions;
    }

    ChainWalk(Path project, long seed) throws IOException {
        this.project = new WalkedProject(project);
        this.oracle = new ChainOracle(this.project);
        this.random = new Random(seed);
        this.runs = new Runs(project.resolve(".cd4ml"));
        begin();
    }

    /** One step; null, or why a promotion that it brought about fits no verdict. */
    String step() throws Exception {
        int choice = random.nextInt(100);
        if (choice < 45) {
            onward();
        } else if (choice < 66) {
            stage();
        } else if (choice < 85) {
            edit();
        } else {
            other();
        }
        return oracle.unfit(run);
    }

    /** What a person does who wants to get something out. */
    private void onward() throws IOException {
        switch (next++) {
            case 0 -> judge(Map.of(), project.gate, project.confidence);
            case 1 -> run(Stage.PACKAGE_MODEL, Map.of());
            case 2 -> run(Stage.DEPLOY_CANARY, Map.of());
            default -> begin();
        }
    }

    /** All the way, without anything in between. */
    void straight() throws Exception {
        model = 1;
        begin();
        onward();
        onward();
        onward();
    }

    RunFolder run() {
        return run;
    }

    /** What {@code cd4ml verify} says of the run. */
    List<ChainCheck.Line> verify() throws IOException {
        StageContext context = new StageContext(
                project.folder,
                run,
                ConfigurationReader.read(project.folder, "cd4ml.yaml", Map.of()),
                EventSink.SILENT,
                () -> false,
                clock(),
                Map.of());
        return ChainCheck.of(request("cd4ml.yaml", Stage.DEPLOY_CANARY, Map.of()), context);
    }

    private void stage() throws IOException {
        switch (random.nextInt(12)) {
            case 0 -> run(Stage.VERSION_DATA, Map.of());
            case 1, 2 -> run(Stage.TRAIN_MODEL, Map.of());
            case 3, 4, 5 -> validate();
            case 6, 7, 8 -> run(
                    Stage.PACKAGE_MODEL,
                    random.nextInt(3) == 0
                            ? Map.of("register", random.nextBoolean() ? "always" : "unlessFailed")
                            : Map.of());
            default -> run(Stage.DEPLOY_CANARY, random.nextInt(6) == 0 ? Map.of("requireVerdict", false) : Map.of());
        }
    }

    private void validate() throws IOException {
        Double used = project.gate;
        String with = project.confidence;
        Map<String, Object> overrides = new LinkedHashMap<>();
        switch (random.nextInt(8)) {
            case 0 -> {
                overrides.put("gates", List.of());
                used = null;
            }
            case 1 -> {
                used = 0.1;
                overrides.put("gates", List.of(Map.of("metric", "accuracy", "min", 0.1)));
            }
            case 2 -> {
                used = 0.61;
                overrides.put("gates", List.of(Map.of("metric", "accuracy", "min", 0.61)));
            }
            case 3 -> {
                with = "0.6";
                overrides.put("confidence", 0.6);
            }
            case 4 -> overrides.put("gates", List.of(Map.of("metric", "roc_auk", "min", 0.1)));
            default -> {}
        }
        judge(overrides, used, with);
    }

    private void judge(Map<String, Object> overrides, Double used, String with) throws IOException {
        Map<String, Integer> before = WalkedProject.bytes(run.model());
        StageResult result = run(Stage.VALIDATE_MODEL, overrides);
        oracle.judged(run, result, before, used, with);
    }

    private void edit() throws IOException {
        switch (random.nextInt(11)) {
            case 0 -> WalkedProject.append(run.model().resolve("model.json"), "\n");
            case 1 -> WalkedProject.model(run.model(), random.nextBoolean() ? 1 : -1);
            case 2 -> WalkedProject.replace(run.result(Stage.VALIDATE_MODEL), "\"FAILED\"", "\"PASSED\"");
            case 3 -> WalkedProject.replace(run.result(Stage.VALIDATE_MODEL), "0.1", "0.6");
            case 4 -> WalkedProject.append(run.result(Stage.PACKAGE_MODEL), "\n");
            case 5 -> WalkedProject.append(run.packageFolder().resolve("model.json"), "\n");
            case 6 -> {
                project.gate = random.nextInt(4) == 0
                        ? null
                        : random.nextBoolean() ? Double.valueOf(0.6) : Double.valueOf(0.1);
                project.yaml("cd4ml.yaml");
            }
            case 7 -> {
                project.confidence = random.nextInt(3) == 0 ? "0.6" : "0.95";
                project.yaml("cd4ml.yaml");
            }
            case 8 -> project.data(random.nextInt(1, 4));
            case 9 -> putBack();
            default -> {
                project.name = random.nextInt(3) == 0 ? "other" : "walk";
                project.yaml("cd4ml.yaml");
            }
        }
        log.add("edit; gate " + project.gate + ", confidence " + project.confidence + ", name " + project.name);
    }

    private void other() throws IOException {
        switch (random.nextInt(8)) {
            case 0 -> begin();
            case 1 -> killed(Stage.values()[random.nextInt(5)]);
            case 2 -> copied();
            case 3 -> {
                log.add("other configuration");
                String keep = project.name;
                Double gates = project.gate;
                project.name = random.nextBoolean() ? "other" : "walk";
                project.gate = 0.1;
                project.yaml("other.yaml");
                project.name = keep;
                project.gate = gates;
                runWith("other.yaml", Stage.values()[random.nextInt(2, 5)], Map.of());
            }
            case 4 -> now = now.minus(Duration.ofHours(5));
            case 5 -> continued();
            case 6 -> retrieved();
            default -> {
                List<String> ids = runs.ids();
                run = runs.find(ids.get(random.nextInt(ids.size())));
                log.add("on with run " + run.id());
            }
        }
    }

    private void begin() throws IOException {
        next = 0;
        run = runs.create("run-" + runNumber++, clock());
        log.add("new run " + run.id());
        run(Stage.VERSION_DATA, Map.of());
        run(Stage.TRAIN_MODEL, Map.of());
    }

    /** As a {@code kill -9} in the middle leaves it. */
    private void killed(Stage stage) throws IOException {
        log.add(stage + " killed");
        StageWork.begin(run, stage, clock());
        oracle.forget(run, stage);
    }

    private void copied() throws IOException {
        RunFolder from = run;
        RunFolder copy = new RunFolder("copy-" + runNumber++, from.path().resolveSibling("copy-" + (runNumber - 1)));
        try (Stream<Path> files = Files.walk(from.path())) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, copy.path().resolve(from.path().relativize(file).toString()));
            }
        }
        run = copy;
        log.add("copy of " + from.id() + " as " + copy.id());
    }

    private void continued() throws IOException {
        String from = run.id();
        run = runs.create("run-" + runNumber++, from, clock());
        oracle.continues(from, run);
        log.add("run " + run.id() + " continues " + from);
    }

    /** A verdict that a stage which began again has put aside is brought back with all else, and the version sent out with it. */
    private void retrieved() throws IOException {
        judge(Map.of(), project.gate, project.confidence);
        killed(Stage.values()[random.nextInt(3)]);
        Path stale = run.path().resolve("stale");
        if (Files.isDirectory(stale)) {
            try (Stream<Path> files = Files.list(stale)) {
                for (Path file : files.sorted().toList()) {
                    String command = file.getFileName().toString().replaceAll("[.].*", "");
                    Files.write(run.path().resolve(command + ".result.json"), Files.readAllBytes(file));
                }
            }
        }
        log.add("all put back");
        run(Stage.PACKAGE_MODEL, Map.of());
        run(Stage.DEPLOY_CANARY, Map.of());
    }

    private void putBack() throws IOException {
        Path stale = run.path().resolve("stale");
        if (Files.isDirectory(stale)) {
            try (Stream<Path> files = Files.list(stale)) {
                List<Path> all = files.sorted().toList();
                Path chosen = all.get(random.nextInt(all.size()));
                String command = chosen.getFileName().toString().replaceAll("[.].*", "");
                Files.write(run.path().resolve(command + ".result.json"), Files.readAllBytes(chosen));
                log.add("put back " + chosen.getFileName());
            }
        }
    }

    private StageResult run(Stage stage, Map<String, Object> settings) throws IOException {
        return runWith("cd4ml.yaml", stage, settings);
    }

    private StageResult runWith(String file, Stage stage, Map<String, Object> settings) throws IOException {
        StageRunner runner = new StageRunner(event -> {}, () -> false, clock(), Map.of(), Map.of(), this::work);
        StageRequest request = request(file, stage, settings);
        oracle.forget(run, stage);
        StageResult result = runner.run(request, run);
        log.add(run.id() + " " + stage + " " + settings + " -> " + result.verdict() + ": " + result.summary());
        if (stage == Stage.DEPLOY_CANARY && result.verdict() == Verdict.INVALID) {
            refusals++;
        }
        return result;
    }

    private StageRequest request(String file, Stage stage, Map<String, Object> settings) {
        return StageRequest.of(stage, run.id(), project.folder.toString())
                .configuration(file)
                .settings(settings)
                .build();
    }

    private StageFunction work(Stage stage) {
        return switch (stage) {
            case TRAIN_MODEL -> (request, context) -> {
                WalkedProject.model(context.run().model(), model != 0 ? model : random.nextInt(3) == 0 ? -1 : 1);
                return FakeTraining.outcome(context);
            };
            case VALIDATE_MODEL -> FakeJudging.stage();
            case PACKAGE_MODEL -> FakePackaging.stage();
            case DEPLOY_CANARY -> FakeRollout.stage();
            default -> Stages.of(stage);
        };
    }

    private Clock clock() {
        now = now.plusSeconds(1);
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
