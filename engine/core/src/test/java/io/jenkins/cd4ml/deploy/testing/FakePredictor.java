package io.jenkins.cd4ml.deploy.testing;

import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.server.Predictor;
import io.jenkins.cd4ml.deploy.server.ServedModel;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.RawValues;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Reading;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model without a library: "sun" where x is at least the threshold, else "rain"; or x + threshold as a number. Its package
 * is a folder with {@code behaviour.json}.
 */
public final class FakePredictor implements Predictor {
    private final ServedModel model;
    private final Behaviour behaviour;
    private final AtomicInteger asked = new AtomicInteger();

    /**
     * How it behaves.
     *
     * @param failEvery every so many predictions one fails; 0: none
     * @param delayMillis how long a prediction takes
     * @param problem why it cannot be loaded; null: it can
     */
    public record Behaviour(Task task, double threshold, int failEvery, long delayMillis, String problem) {
        public static Behaviour classifier(double threshold) {
            return new Behaviour(Task.CLASSIFICATION, threshold, 0, 0, null);
        }

        public static Behaviour regression(double shift) {
            return new Behaviour(Task.REGRESSION, shift, 0, 0, null);
        }

        public Behaviour failing(int every) {
            return new Behaviour(task, threshold, every, delayMillis, problem);
        }

        public Behaviour slow(long millis) {
            return new Behaviour(task, threshold, failEvery, millis, problem);
        }

        public Behaviour broken(String sentence) {
            return new Behaviour(task, threshold, failEvery, delayMillis, sentence);
        }

        /** Writes the package of that version. */
        public ServedVersion write(Path folder, String version) throws IOException {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("behaviour.json"), Protocol.write(this), StandardCharsets.UTF_8);
            return new ServedVersion("weather", version, "sha256:" + version.repeat(3), folder.toString(), "64m");
        }
    }

    public FakePredictor(ServedVersion version, Behaviour behaviour) {
        boolean classes = behaviour.task() == Task.CLASSIFICATION;
        this.behaviour = behaviour;
        List<Long> column = List.of(-1L, 1L);
        this.model = new ServedModel(
                version.model(),
                version.version(),
                version.digest(),
                behaviour.task(),
                classes ? List.of("rain", "sun") : List.of(),
                new Schema(List.of(
                        new Column("x", ColumnType.DECIMAL, false),
                        new Column("day", ColumnType.DATE, false),
                        new Column("colour", ColumnType.CATEGORY, false),
                        new Column("name", ColumnType.CATEGORY, true))),
                new RawValues(Reading.PLAIN),
                List.of(
                        new TensorSignature("x", "x", "float", column, "number/1", List.of()),
                        new TensorSignature("day", "day", "int64", column, "epoch-day/1", List.of()),
                        new TensorSignature("colour", "colour", "string", column, "text/1", List.of()),
                        new TensorSignature("name", "name", "string", column, "text/1", List.of())),
                classes
                        ? List.of(
                                new TensorSignature(
                                        "probabilities", null, "float", List.of(-1L, 2L), null, List.of("rain", "sun")),
                                new TensorSignature("label", null, "string", List.of(-1L), null, List.of()))
                        : List.of(new TensorSignature("prediction", null, "double", column, null, List.of())));
    }

    /** Opens such a package. */
    public static FakePredictor open(ServedVersion version) throws IOException {
        Path file = Path.of(version.packageFolder()).resolve("behaviour.json");
        Behaviour behaviour = Protocol.mapper().readValue(Files.readAllBytes(file), Behaviour.class);
        if (behaviour.problem() != null) {
            throw new InputException(behaviour.problem());
        }
        return new FakePredictor(version, behaviour);
    }

    @Override
    public ServedModel model() {
        return model;
    }

    @Override
    public Predictions predict(Table rows) {
        if (behaviour.failEvery() > 0 && asked.incrementAndGet() % behaviour.failEvery() == 0) {
            throw new IllegalStateException("this one fails");
        }
        try {
            Thread.sleep(behaviour.delayMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        double[] x = ((ColumnValues.Numbers) rows.column("x")).values();
        double[][] values = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            if (model.task() == Task.REGRESSION) {
                values[i] = new double[] {(Double.isNaN(x[i]) ? 0 : x[i]) + behaviour.threshold()};
            } else {
                values[i] = x[i] >= behaviour.threshold() ? new double[] {0.25, 0.75} : new double[] {0.875, 0.125};
            }
        }
        return new Predictions(model.classes(), values);
    }

    @Override
    public void close() {
        // nothing is held
    }
}
