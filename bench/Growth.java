import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.data.Survey;
import io.jenkins.cd4ml.metrics.ClassificationMetrics;
import io.jenkins.cd4ml.metrics.MetricBounds;
import io.jenkins.cd4ml.packaging.InputBatch;
import io.jenkins.cd4ml.packaging.OnnxModel;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * How times grow with sizes: each thing is done at a size and at a larger one, and the exponent e of time = c * size^e is printed: 1 is linear.
 * Arguments: a folder for files, the number of rounds, and folders of packages by their number of features.
 */
public final class Growth {
    private static final long WARM_UP = 2_000_000_000L;

    private final Path folder;
    private final int rounds;
    private final SplittableRandom random = new SplittableRandom(1);

    private Growth(Path folder, int rounds) {
        this.folder = folder;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        Growth growth = new Growth(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        growth.print("profile of 5 columns", "rows", 50_000, 400_000, size -> growth.profile(size, 5, 8));
        growth.print("profile of 500 rows", "columns", 200, 1_600, size -> growth.profile(500, size, 8));
        growth.print("profile of 2,000 texts", "characters each", 1_000, 8_000, size -> growth.profile(2_000, 1, size));
        growth.print("figures with intervals of 1,000 rows", "classes", 100, 800, Growth::classes);
        growth.print("champion and the one before it", "versions in the registry", 500, 4_000, growth::registry);
        growth.print("a list in cd4ml.yaml", "values", 10_000, 80_000, growth::configuration);
        if (arguments.length == 4) {
            growth.print(
                    "a row from texts to its answer",
                    "features",
                    Integer.parseInt(Path.of(arguments[2]).getFileName().toString()),
                    Integer.parseInt(Path.of(arguments[3]).getFileName().toString()),
                    size -> served(Path.of(arguments[2]).resolveSibling(Integer.toString(size))));
        }
    }

    /** Gets something ready; what is measured is what it gives. */
    @FunctionalInterface
    private interface Preparation {
        Callable<Object> of(int size) throws Exception;
    }

    private void print(String what, String unit, int small, int large, Preparation preparation) throws Exception {
        Callable<Object> ofSmall = preparation.of(small);
        Callable<Object> ofLarge = preparation.of(large);
        for (Callable<Object> measured : List.of(ofSmall, ofLarge)) {
            long begin = System.nanoTime();
            do {
                measured.call();
            } while (System.nanoTime() - begin < WARM_UP);
        }
        double[] few = new double[rounds];
        double[] many = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            few[round] = milliseconds(ofSmall);
            many[round] = milliseconds(ofLarge);
        }
        double ratio = median(many) / median(few);
        System.out.printf(
                Locale.ROOT,
                "%s|%,d to %,d %s|%.2f|%.2f|%.2f%n",
                what,
                small,
                large,
                unit,
                median(few),
                median(many),
                Math.log(ratio) / Math.log((double) large / small));
    }

    /** Of one call; calls that take less than a millisecond are made until ten have passed. */
    private static double milliseconds(Callable<Object> measured) throws Exception {
        long begin = System.nanoTime();
        int calls = 0;
        do {
            measured.call();
            calls++;
        } while (System.nanoTime() - begin < 10_000_000L);
        return (System.nanoTime() - begin) / 1e6 / calls;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private Callable<Object> profile(int rows, int columns, int characters) throws Exception {
        Path project = Files.createDirectories(folder.resolve(rows + "x" + columns + "x" + characters));
        Path csv = project.resolve("a.csv");
        if (!Files.exists(csv)) {
            try (BufferedWriter out = Files.newBufferedWriter(csv)) {
                for (int row = -1; row < rows; row++) {
                    StringBuilder line = new StringBuilder();
                    for (int column = 0; column < columns; column++) {
                        line.append(column == 0 ? "" : ",");
                        if (row < 0) {
                            line.append("column_").append(column);
                        } else if (characters > 20) {
                            line.append("word ".repeat(characters / 5)).append(row);
                        } else {
                            line.append((float) random.nextDouble());
                        }
                    }
                    out.append(line).append('\n');
                }
            }
        }
        Files.writeString(project.resolve("cd4ml.yaml"), "model: bench\ndata: {path: a.csv}\n");
        Configuration configuration = ConfigurationReader.read(project, "cd4ml.yaml", Map.of());
        RunFolder run = new RunFolder("bench", Files.createDirectories(project.resolve("run")));
        StageContext context = new StageContext(
                project, run, configuration, EventSink.SILENT, Cancellation.NEVER, Clock.systemUTC(), System.getenv());
        return () -> Survey.profile(context).summaries();
    }

    private static Callable<Object> classes(int classes) {
        int rows = 1_000;
        SplittableRandom random = new SplittableRandom(2);
        int[] actual = new int[rows];
        double[][] probabilities = new double[rows][classes];
        for (int row = 0; row < rows; row++) {
            actual[row] = random.nextInt(classes);
            Arrays.fill(probabilities[row], 0.5f / classes);
            probabilities[row][random.nextInt(3) > 0 ? actual[row] : random.nextInt(classes)] += 0.5f;
        }
        return () -> {
            ClassificationMetrics sample = ClassificationMetrics.of(actual, probabilities, classes);
            List<MetricBounds> bounds = new ArrayList<>();
            for (int metric = 0; metric < sample.metrics().size(); metric++) {
                bounds.add(MetricBounds.of(sample, metric, 3));
            }
            return bounds;
        };
    }

    private Callable<Object> registry(int versions) throws Exception {
        Path home = folder.resolve("registry-" + versions + "/.cd4ml");
        LocalRegistry registry = LocalRegistry.open(home);
        Path shelf = home.resolve("registry/bench/versions");
        if (!Files.exists(shelf)) {
            for (int number = 1; number <= versions; number++) {
                Files.createDirectories(shelf.resolve(Integer.toString(number)));
                Files.writeString(
                        shelf.resolve(number + "/version.json"),
                        Protocol.write(new RegisteredVersion(
                                number, "bench", "sha256:" + number, Instant.EPOCH, "bench", null)));
            }
            for (int number : new int[] {versions - 1, versions}) {
                registry.setAlias(
                        "bench",
                        "production",
                        number,
                        Action.PROMOTE,
                        null);
            }
        }
        return () -> List.of(registry.alias("bench", "production"), registry.previous("bench", "production"));
    }

    private Callable<Object> configuration(int values) throws Exception {
        Path project = Files.createDirectories(folder.resolve("yaml-" + values));
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < values; i++) {
            list.append(i == 0 ? "" : ",").append(i);
        }
        Files.writeString(
                project.resolve("cd4ml.yaml"),
                "model: bench\ndata: {path: a.csv, expect: [{column: id, in: [" + list + "]}]}\n");
        return () -> ConfigurationReader.read(project, "cd4ml.yaml", Map.of());
    }

    private static Callable<Object> served(Path made) throws Exception {
        OnnxModel model = OnnxModel.open(made);
        PackageManifest manifest = model.modelPackage().manifest();
        Map<String, String> row = new HashMap<>();
        manifest.features().forEach(feature -> row.put(feature.column(), "0.25"));
        String body = Protocol.writeLine(row);
        return () -> {
            Map<String, Object> values = new HashMap<>();
            Protocol.mapper().readTree(body).properties().forEach(
                    field -> values.put(field.getKey(), field.getValue().asText()));
            return model.predict(InputBatch.ofRaw(manifest, List.of(values)));
        };
    }
}
