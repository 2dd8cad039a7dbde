package io.jenkins.cd4ml.deploy.testing;

import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.server.OnnxPredictor;
import io.jenkins.cd4ml.deploy.server.Predictor;
import io.jenkins.cd4ml.deploy.server.ServedModel;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.RawValues;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.table.Reading;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real model with faults: {@code faults/<version>.json} in a folder above the package. */
final class FaultyPredictor implements Predictor {
    private final Predictor model;
    private final Faults faults;
    private final Path slowUntil;
    private final AtomicInteger asked = new AtomicInteger();

    /**
     * What is wrong with it.
     *
     * @param failEvery every so many predictions one fails; 0: none
     * @param from the first so many predictions are right
     * @param slowUntil the delay ends when a file of that name lies beside the fault's; null: never
     * @param missing texts that it takes as "no value" besides, which the training did not
     * @param exit it ends the process when it is loaded
     */
    public record Faults(
            int failEvery,
            int from,
            long delayMillis,
            String slowUntil,
            List<String> missing,
            String problem,
            boolean exit) {
        static final Faults NONE = new Faults(0, 0, 0, null, null, null, false);
    }

    private FaultyPredictor(Predictor model, Faults faults, Path file) {
        this.model = model;
        this.faults = faults;
        this.slowUntil = faults.slowUntil() == null ? null : file.resolveSibling(faults.slowUntil());
    }

    static Predictor open(ServedVersion version) throws IOException {
        if (Files.exists(Path.of(version.packageFolder()).resolve("behaviour.json"))) {
            return FakePredictor.open(version);
        }
        Path file = file(version);
        Faults faults =
                file == null ? Faults.NONE : Protocol.mapper().readValue(Files.readAllBytes(file), Faults.class);
        if (faults.exit()) {
            Runtime.getRuntime().halt(1);
        }
        if (faults.problem() != null) {
            throw new InputException(faults.problem());
        }
        return new FaultyPredictor(OnnxPredictor.open(version), faults, file);
    }

    /** Null where nothing is wrong with that version. */
    private static Path file(ServedVersion version) {
        for (Path folder = Path.of(version.packageFolder()); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("faults/" + version.version() + ".json");
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }

    @Override
    public ServedModel model() {
        ServedModel served = model.model();
        return faults.missing() == null
                ? served
                : new ServedModel(
                        served.name(),
                        served.version(),
                        served.digest(),
                        served.task(),
                        served.classes(),
                        served.features(),
                        new RawValues(new Reading(faults.missing(), null, null, null, null, null)),
                        served.inputs(),
                        served.outputs());
    }

    @Override
    public Predictions predict(Table rows) {
        int number = asked.incrementAndGet();
        if (faults.failEvery() > 0 && number > faults.from() && number % faults.failEvery() == 0) {
            throw new IllegalStateException("this one fails");
        }
        try {
            Thread.sleep(slowUntil == null || !Files.exists(slowUntil) ? faults.delayMillis() : 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return model.predict(rows);
    }

    @Override
    public void close() {
        model.close();
    }
}
