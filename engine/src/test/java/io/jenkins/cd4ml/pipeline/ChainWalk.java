package io.jenkins.cd4ml.pipeline;

import io.jenkins.cd4ml.chain.StageWork;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.deploy.FakeRollout;
import io.jenkins.cd4ml.model.DenseParameters;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.packaging.FakePackaging;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.LocalRegistry;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A random walk through one project: stages in any order, overrides, kills, edits of every file that takes part, other models. After each
 * step {@link #promoted} has the promotions that happened; {@link #unfit} says of one, from the walk's own log alone, why no fitting verdict
 * covers it.
 */
final class ChainWalk {
    private static final List<String> MODEL_FILES =
            List.of("model.json", "parameters.safetensors", "training-keys.bin");

    final List<String> log = new ArrayList<>();
    private final Random random;
    private final Path project;
    private final Runs runs;
    private RunFolder run;
    private int runNumber;
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    // What cd4ml.yaml says.
    private Double gate = 0.6;
    private String name = "walk";
    private String confidence = "0.95";

    // The oracle's log of each run: what was judged, by the bytes on the disk.
    private final Map<String, Judged> judged = new LinkedHashMap<>();
    private int seenHistory;
    private int next;

    /** Sign of the next models' weight; 0: at random. */
    private int model;

    int promotions;
    int refusals;

    /** A verdict as the walk saw it come about. */
    private record Judged(
            Map<String, Integer> model,
            Map<String, Integer> data,
            Double gate,
            String confidence,
            String name,
            byte[] result) {}

    ChainWalk(Path project, long seed) throws IOException {
        this.project = project;
        this.random = new Random(seed);
        this.runs = new Runs(project.resolve(".cd4ml"));
        data(1);
        yaml("cd4ml.yaml");
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
        return unfit();
    }

    /** What a person does who wants to get something out. */
    private void onward() throws IOException {
        switch (next++) {
            case 0 -> judge(Map.of(), gate, confidence);
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
                project,
                run,
                ConfigurationReader.read(project, "cd4ml.yaml", Map.of()),
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
        Double used = gate;
        String with = confidence;
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
        Map<String, Integer> before = bytes(run.model());
        StageResult result = run(Stage.VALIDATE_MODEL, overrides);
        judged.remove(run.id());
        if (result.verdict() == Verdict.PASSED
                && run.result(Stage.VALIDATE_MODEL).toFile().exists()) {
            judged.put(
                    run.id(),
                    new Judged(
                            before,
                            versioned(),
                            used,
                            with,
                            name,
                            Files.readAllBytes(run.result(Stage.VALIDATE_MODEL))));
        }
    }

    /** The files of data that the run's manifest names, as the walk knows them. */
    private Map<String, Integer> versioned() throws IOException {
        Path manifest = run.manifest();
        return Files.exists(manifest)
                ? Map.of(
                        "version",
                        text(manifest)
                                .replaceAll("(?s).*\"version\":\"([^\"]*)\".*", "$1")
                                .hashCode())
                : Map.of();
    }

    private void edit() throws IOException {
        switch (random.nextInt(11)) {
            case 0 -> append(run.model().resolve("model.json"), "\n");
            case 1 -> model(run.model(), random.nextBoolean() ? 1 : -1);
            case 2 -> replace(run.result(Stage.VALIDATE_MODEL), "\"FAILED\"", "\"PASSED\"");
            case 3 -> replace(run.result(Stage.VALIDATE_MODEL), "0.1", "0.6");
            case 4 -> append(run.result(Stage.PACKAGE_MODEL), "\n");
            case 5 -> append(run.packageFolder().resolve("model.json"), "\n");
            case 6 -> {
                gate = random.nextInt(4) == 0 ? null : random.nextBoolean() ? Double.valueOf(0.6) : Double.valueOf(0.1);
                yaml("cd4ml.yaml");
            }
            case 7 -> {
                confidence = random.nextInt(3) == 0 ? "0.6" : "0.95";
                yaml("cd4ml.yaml");
            }
            case 8 -> data(random.nextInt(1, 4));
            case 9 -> putBack();
            default -> {
                name = random.nextInt(3) == 0 ? "other" : "walk";
                yaml("cd4ml.yaml");
            }
        }
        log.add("edit; gate " + gate + ", confidence " + confidence + ", name " + name);
    }

    private void other() throws IOException {
        switch (random.nextInt(7)) {
            case 0 -> begin();
            case 1 -> killed(Stage.values()[random.nextInt(5)]);
            case 2 -> copied();
            case 3 -> {
                log.add("other configuration");
                String keep = name;
                Double gates = gate;
                name = random.nextBoolean() ? "other" : "walk";
                gate = 0.1;
                yaml("other.yaml");
                name = keep;
                gate = gates;
                runWith("other.yaml", Stage.values()[random.nextInt(2, 5)], Map.of());
            }
            case 4 -> now = now.minus(Duration.ofHours(5));
            case 5 -> continued();
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
        forget(stage);
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
        if (judged.containsKey(from)) {
            judged.put(run.id(), judged.get(from));
        }
        log.add("run " + run.id() + " continues " + from);
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
        forget(stage);
        StageResult result = runner.run(request, run);
        log.add(run.id() + " " + stage + " " + settings + " -> " + result.verdict() + ": " + result.summary());
        if (stage == Stage.DEPLOY_CANARY && result.verdict() == Verdict.INVALID) {
            refusals++;
        }
        return result;
    }

    private StageRequest request(String file, Stage stage, Map<String, Object> settings) {
        return StageRequest.of(stage, run.id(), project.toString())
                .configuration(file)
                .settings(settings)
                .build();
    }

    private void forget(Stage stage) {
        if (stage.compareTo(Stage.VALIDATE_MODEL) <= 0) {
            judged.remove(run.id());
        }
    }

    private StageFunction work(Stage stage) {
        return switch (stage) {
            case TRAIN_MODEL -> (request, context) -> {
                model(context.run().model(), model != 0 ? model : random.nextInt(3) == 0 ? -1 : 1);
                return FakeTraining.outcome(context);
            };
            case VALIDATE_MODEL -> FakeJudging.stage();
            case PACKAGE_MODEL -> FakePackaging.stage();
            case DEPLOY_CANARY -> FakeRollout.stage();
            default -> Stages.of(stage);
        };
    }

    /** Of each promotion since the last question: null where the walk's log has a fitting verdict. */
    private String unfit() throws IOException {
        LocalRegistry registry = LocalRegistry.open(project.resolve(".cd4ml"));
        List<HistoryEntry> history = new ArrayList<>();
        for (String model : List.of("other", "walk")) {
            registry.history(model).stream()
                    .filter(entry -> entry.action() == Action.PROMOTE)
                    .forEach(history::add);
        }
        if (history.size() == seenHistory) {
            return null;
        }
        seenHistory = history.size();
        promotions++;
        Judged verdict = judged.get(run.id());
        if (verdict == null) {
            return "no verdict that passed";
        }
        Map<String, Integer> deployed = bytes(run.packageFolder());
        deployed.keySet().retainAll(MODEL_FILES);
        Map<String, Integer> judgedFiles = new TreeMap<>(verdict.model());
        if (!deployed.equals(judgedFiles)) {
            return "the model that was judged is not the one in the package";
        }
        if (!versioned().equals(verdict.data())) {
            return "judged on other data";
        }
        if (!name.equals(verdict.name())) {
            return "judged under another name";
        }
        if (verdict.gate() == null || gate != null && verdict.gate() < gate) {
            return "judged under gate " + verdict.gate() + ", and the file has " + gate;
        }
        if (!confidence.equals(verdict.confidence())) {
            return "judged with confidence " + verdict.confidence();
        }
        return Arrays.equals(verdict.result(), Files.readAllBytes(run.result(Stage.VALIDATE_MODEL)))
                ? null
                : "the verdict's file was edited";
    }

    private Clock clock() {
        now = now.plusSeconds(1);
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private void yaml(String file) throws IOException {
        Files.writeString(
                project.resolve(file),
                "model: " + name + "\ndata: {path: data.csv, key: id, target: y}\n"
                        + "split: {train: \"0.4\", validation: \"0\", test: \"0.6\"}\n"
                        + "validate: {confidence: " + confidence + ", resamples: 100, gates: "
                        + (gate == null ? "[]" : "[{metric: accuracy, min: " + gate + "}]") + "}\n");
    }

    /** y follows the sign of x, but for a fifth of the rows. */
    private void data(int version) throws IOException {
        StringBuilder csv = new StringBuilder("id,x,y\n");
        for (int i = 0; i < 60; i++) {
            int x = i % 2 == 0 ? i + version : -i - version;
            csv.append(i)
                    .append(',')
                    .append(x)
                    .append(".5,")
                    .append(x > 0 == (i % 10 > 1) ? "b" : "a")
                    .append('\n');
        }
        Files.writeString(project.resolve("data.csv"), csv);
    }

    private static void model(Path folder, int sign) throws IOException {
        TrainingKeys keys = TrainingKeys.of(new long[0]);
        ModelSpec spec = new ModelSpec(
                "linear",
                Task.CLASSIFICATION,
                "y",
                List.of("a", "b"),
                List.of(new FeaturePreparation.Numeric("x", 0, 0, 1, false)),
                List.of(new ModelSpec.Layer(1, 2, ModelSpec.Activation.NONE)),
                0,
                1,
                keys.sha256());
        DenseParameters parameters =
                new DenseParameters(Tensor.matrix(2, 1, new float[] {sign, -sign}), Tensor.vector(new float[2]));
        new ModelFolder(spec, List.of(parameters), keys).write(folder);
    }

    private static Map<String, Integer> bytes(Path folder) throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        for (String name : MODEL_FILES) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                found.put(name, Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return found;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    private static void append(Path file, String text) throws IOException {
        if (Files.exists(file)) {
            Files.writeString(file, text(file) + text);
        }
    }

    private static void replace(Path file, String what, String by) throws IOException {
        if (Files.exists(file)) {
            Files.writeString(file, text(file).replace(what, by));
        }
    }
}
