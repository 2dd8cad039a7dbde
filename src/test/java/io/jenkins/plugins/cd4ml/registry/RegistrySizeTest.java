package io.jenkins.plugins.cd4ml.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.protocol.registry.HistoryFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Two controllers' worth: 200 models with 25 versions each. What is counted is what is read, not the time. */
public class RegistrySizeTest {
    private static final int MODELS = 200;
    private static final int VERSIONS = 25;
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @ClassRule
    public static final TemporaryFolder folder = new TemporaryFolder();

    private final AtomicInteger reads = new AtomicInteger();
    private final ModelRegistry registry =
            new ModelRegistry(folder.getRoot().toPath(), Clock.systemUTC(), path -> reads.incrementAndGet());

    @BeforeClass
    public static void write() throws Exception {
        for (int i = 0; i < MODELS; i++) {
            write("model-%03d".formatted(i), "team-%d/train-%03d".formatted(i % 10, i));
        }
    }

    @Test
    public void aListReadsTwoFilesAModelOnce() throws Exception {
        List<ModelSummary> models = registry.models();
        assertEquals(MODELS, models.size());
        assertEquals(2 * MODELS, reads.get());
        for (ModelSummary model : registry.models()) {
            assertEquals(VERSIONS, model.versionCount());
            assertEquals(VERSIONS, model.newest().version());
            assertEquals(VERSIONS - 1, model.champion("production").version());
        }
        assertEquals("the next one comes from memory", 2 * MODELS, reads.get());
    }

    @Test
    public void aPageOfVersionsReadsItsOwn() throws Exception {
        registry.models();
        reads.set(0);
        List<ModelVersion> page = registry.versions("model-007", 5, 10);
        assertEquals(10, page.size());
        assertEquals(VERSIONS - 5, page.get(0).number());
        assertEquals(10, reads.get());
        registry.versions("model-007", 5, 10);
        assertEquals(10, reads.get());
    }

    @Test
    public void memoryHoldsNoMoreThanTheLastThousandVersions() throws Exception {
        for (ModelSummary model : registry.models()) {
            registry.versions(model.name(), 0, VERSIONS);
        }
        reads.set(0);
        registry.versions("model-199", 0, VERSIONS);
        assertEquals(0, reads.get());
        registry.versions("model-000", 0, VERSIONS);
        assertEquals(VERSIONS, reads.get());
    }

    @Test
    public void aHistoryIsReadWhenSomebodyAsksForIt() throws Exception {
        registry.models();
        reads.set(0);
        assertTrue(registry.inProduction("model-003", "production", NOON.plusSeconds(2))
                .isPresent());
        assertEquals(1, reads.get());
    }

    /** As the registry writes them, without waiting for the disk each time. */
    private static void write(String model, String job) throws Exception {
        Path home = folder.getRoot().toPath().resolve("models").resolve(model);
        Files.createDirectories(home.resolve("versions"));
        Files.writeString(home.resolve("model.json"), Protocol.write(ModelSettings.ownedBy(job)));
        List<HistoryEntry> entries = new ArrayList<>();
        for (int number = 1; number <= VERSIONS; number++) {
            BuildReference build = new BuildReference(job, number);
            Instant time = NOON.plusSeconds(number);
            String digest = "sha256:%064x".formatted(number);
            entries.add(HistoryEntry.registered(time, "SYSTEM", number, digest, null, build));
            entries.add(HistoryEntry.moved(
                    time, "SYSTEM", Action.ALIAS, "candidate", number == 1 ? null : number - 1, number, null, build));
            if (number < VERSIONS) {
                entries.add(HistoryEntry.moved(
                        time,
                        "SYSTEM",
                        Action.PROMOTE,
                        "production",
                        number == 1 ? null : number - 1,
                        number,
                        null,
                        build));
            }
            Files.writeString(
                    home.resolve("versions/" + number + ".json"),
                    Protocol.write(version(model, number, digest, build)));
        }
        HistoryFile.at(home.resolve(HistoryFile.NAME)).append(entries);
    }

    private static ModelVersion version(String model, int number, String digest, BuildReference build) {
        List<MetricValue> metrics = new ArrayList<>();
        for (String name : List.of("accuracy", "f1_macro", "log_loss")) {
            metrics.add(new MetricValue(name, null, 0.8, null, 1000, true));
        }
        return new ModelVersion(
                ModelVersion.FORMAT,
                model,
                number,
                digest,
                NOON,
                "SYSTEM",
                build,
                new ModelVersion.Lineage("build-" + number, "sha256:data", null, null, null, null, null),
                new ModelVersion.Evaluation(Verdict.PASSED, "accuracy 0.8", metrics, List.of(), null, null, null, null),
                new ModelVersion.Archive("00", 1, List.of("onnx")));
    }
}
