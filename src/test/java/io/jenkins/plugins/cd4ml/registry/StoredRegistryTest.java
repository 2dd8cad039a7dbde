package io.jenkins.plugins.cd4ml.registry;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.FilePath;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.protocol.registry.Tenure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A registry as two builds of the weather example left it, stored by the first version that had one: it must always be read. */
public class StoredRegistryTest {
    private static final String MODEL = "seattle-weather";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ModelRegistry registry;

    @Before
    public void copy() throws Exception {
        Path stored = Path.of(StoredRegistryTest.class
                .getResource("StoredRegistryTest/models")
                .toURI());
        new FilePath(stored.toFile()).copyRecursiveTo(new FilePath(folder.newFolder("models")));
        registry = new ModelRegistry(folder.getRoot().toPath(), Clock.systemUTC(), path -> {});
    }

    @Test
    public void isRead() throws Exception {
        ModelSummary model = registry.model(MODEL).orElseThrow();
        assertNull(model.problem(), model.problem());
        assertEquals(List.of("weather"), model.settings().jobs());
        assertEquals(List.of(new Champion("production", 2, champion().since(), 1)), model.champions());
        ModelVersion second = registry.version(MODEL, 2).orElseThrow();
        assertEquals("weather #2", second.build().toString());
        assertEquals(Verdict.PASSED, second.evaluation().validation());
        assertEquals(Integer.valueOf(1), second.evaluation().champion());
        assertEquals(Long.valueOf(8), second.lineage().provenance().seed());
        assertTrue(second.lineage().dataVersion().startsWith("sha256:"));
        assertEquals("accuracy", second.evaluation().metrics().get(0).name());
        List<Tenure> tenures = registry.tenures(MODEL, "production");
        assertEquals(List.of(1, 2), tenures.stream().map(Tenure::version).toList());
    }

    @Test
    public void isContinued() throws Exception {
        Models.rollBack(registry, MODEL, "production", 2, Models.AMY, "too warm");
        assertEquals(1, champion().version());
        List<HistoryEntry> history = registry.history(MODEL);
        assertEquals(Action.ROLLBACK, history.get(history.size() - 1).action());
        assertEquals(3, Models.register(registry, MODEL, "new", Models.build("weather", 3)));
        assertTrue(Files.exists(registry.archive(registry.version(MODEL, 3).orElseThrow())));
    }

    @Test
    public void filesOfALaterPluginAreLeftAlone() throws Exception {
        Path settings = folder.getRoot().toPath().resolve("models/seattle-weather/model.json");
        Files.writeString(settings, Files.readString(settings).replace("\"format\" : 1", "\"format\" : 2"));
        ModelRegistry older = new ModelRegistry(folder.getRoot().toPath(), Clock.systemUTC(), path -> {});
        String problem = older.model(MODEL).orElseThrow().problem();
        assertTrue(problem, problem.contains("has the format 2, and this version of the plugin reads 1"));
        assertThrows(Refusal.class, () -> Models.register(older, MODEL, "new", Models.build("weather", 3)));
    }

    @Test
    public void aModelWithoutItsSettingsIsDamagedAndNobodysToTake() throws Exception {
        Path model = folder.getRoot().toPath().resolve("models/seattle-weather");
        Files.delete(model.resolve("model.json"));
        byte[] first = Files.readAllBytes(model.resolve("versions/1.json"));
        ModelRegistry restored = new ModelRegistry(folder.getRoot().toPath(), Clock.systemUTC(), path -> {});
        String problem = restored.model(MODEL).orElseThrow().problem();
        assertTrue(problem, problem.contains("model.json") && problem.contains("missing"));
        assertThrows(Refusal.class, () -> Models.register(restored, MODEL, "new", Models.build("thief", 1)));
        assertArrayEquals(first, Files.readAllBytes(model.resolve("versions/1.json")));
    }

    @Test
    public void aVersionThatCannotBeReadIsShownAndCanBeDeleted() throws Exception {
        Path versions = folder.getRoot().toPath().resolve("models/seattle-weather/versions");
        int number = 1;
        String digest = registry.version(MODEL, number).orElseThrow().digest();
        Files.writeString(versions.resolve(number + ".json"), "{\"half\":");
        ModelRegistry damaged = new ModelRegistry(folder.getRoot().toPath(), Clock.systemUTC(), path -> {});
        List<ModelVersion> all = damaged.versions(MODEL, 0, 10);
        assertEquals(damaged.model(MODEL).orElseThrow().versionCount(), all.size());
        ModelVersion first = all.get(all.size() - 1);
        assertFalse(first.wasRead());
        assertEquals(digest, first.digest());
        assertTrue(all.get(0).wasRead());
        assertThrows(IOException.class, () -> damaged.version(MODEL, number));
        damaged.deleteVersion(MODEL, number, Models.AMY, null);
        assertTrue(damaged.versions(MODEL, 0, 10).stream().allMatch(ModelVersion::wasRead));
    }

    private Champion champion() throws Exception {
        return registry.model(MODEL).orElseThrow().champion("production");
    }
}
