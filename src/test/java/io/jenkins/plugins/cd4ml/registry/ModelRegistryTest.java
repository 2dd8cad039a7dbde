package io.jenkins.plugins.cd4ml.registry;

import static io.jenkins.plugins.cd4ml.registry.Models.AMY;
import static io.jenkins.plugins.cd4ml.registry.Models.MODEL;
import static io.jenkins.plugins.cd4ml.registry.Models.build;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.protocol.registry.Tenure;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

public class ModelRegistryTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Instant now = NOON;
    private ModelRegistry registry;

    @Before
    public void open() {
        registry = new ModelRegistry(folder.getRoot().toPath(), ticking(), path -> {});
    }

    @Test
    public void theFirstJobOwnsANewName() throws Exception {
        assertEquals(List.of(), registry.models());
        assertEquals(1, register("a", 1));
        assertEquals(1, register("a", 2));
        assertEquals(2, register("b", 2));
        ModelSummary model = model();
        assertEquals(List.of("team/train"), model.settings().jobs());
        assertEquals(2, model.versionCount());
        assertEquals(2, model.newest().version());
        assertEquals(List.of("candidate"), model.aliases(2));
        assertEquals(List.of(), model.champions());
        ModelVersion first = registry.version(MODEL, 1).orElseThrow();
        assertEquals("team/train #1", first.build().toString());
        assertEquals("sha256:data-a", first.lineage().dataVersion());
        assertEquals(0.8, first.evaluation().metrics().get(0).value(), 0);
        assertEquals("a", Files.readString(registry.archive(first)));
        assertEquals(
                "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
                first.archive().sha256());
        assertEquals(
                List.of(2, 1),
                registry.versions(MODEL, 0, 10).stream()
                        .map(ModelVersion::number)
                        .toList());
        assertEquals(1, registry.versions(MODEL, 1, 10).get(0).number());
        assertRefused(
                "builds of team/train2 may not register",
                () -> Models.register(registry, MODEL, "c", build("team/train2", 1)));
        assertRefused("has no model other", () -> Models.register(registry, "other", "c", AMY));
    }

    @Test
    public void promotesWhatWasComparedAlone() throws Exception {
        register("a", 1);
        register("b", 2);
        Models.promote(registry, MODEL, "production", 1, null, build("team/train", 1), "canary passed");
        Models.promote(registry, MODEL, "production", 1, null, build("team/train", 1), "again, after a restart");
        assertRefused(
                "production of weather is served by version 1 now, and by none when this began",
                () -> Models.promote(registry, MODEL, "production", 2, null, build("team/train", 2), null));
        Models.promote(registry, MODEL, "production", 2, 1, build("team/train", 2), null);
        assertRefused(
                "served by version 2 now, no longer by version 1",
                () -> Models.rollBack(registry, MODEL, "production", 1, AMY, null));
        assertEquals(1, Models.rollBack(registry, MODEL, "production", 2, AMY, "too slow"));
        assertRefused("no earlier one", () -> Models.rollBack(registry, MODEL, "production", 1, AMY, null));
        assertEquals(1, model().champion("production").version());
        assertNull(model().champion("staging"));
        List<Tenure> tenures = registry.tenures(MODEL, "production");
        assertEquals(List.of(1, 2, 1), tenures.stream().map(Tenure::version).toList());
        Tenure second = tenures.get(1);
        assertEquals(
                2,
                registry.inProduction(MODEL, "production", second.from())
                        .orElseThrow()
                        .version());
        assertTrue(
                registry.inProduction(MODEL, "production", NOON.minusSeconds(1)).isEmpty());
        HistoryEntry last = registry.history(MODEL).get(registry.history(MODEL).size() - 1);
        assertEquals(Action.ROLLBACK, last.action());
        assertEquals("amy", last.actor());
        assertEquals("too slow", last.reason());
        assertEquals(Integer.valueOf(2), last.from());
    }

    @Test
    public void wantsApprovalWhereItIsNeeded() throws Throwable {
        register("a", 1);
        registry.configure(MODEL, before -> before.withApprovals(List.of("production")), AMY, null);
        ThrowingRunnable promotion =
                () -> Models.promote(registry, MODEL, "production", 1, null, build("team/train", 1), null);
        assertRefused("version 1 of weather is not approved for production", promotion);
        assertRefused(
                "only a person", () -> Models.approve(registry, MODEL, "production", 1, build("team/train", 1), null));
        Models.approve(registry, MODEL, "production", 1, AMY, "looks good");
        registry.withdraw(MODEL, "production", 1, AMY, "not that good");
        assertRefused("not approved", promotion);
        Models.approve(registry, MODEL, "production", 1, AMY, "good after all");
        assertEquals(List.of("production"), List.copyOf(model().approvals(1)));
        promotion.run();
        assertEquals(
                List.of(
                        Action.CONFIGURE,
                        Action.REGISTER,
                        Action.ALIAS,
                        Action.CONFIGURE,
                        Action.APPROVE,
                        Action.WITHDRAW,
                        Action.APPROVE,
                        Action.PROMOTE),
                registry.history(MODEL).stream().map(HistoryEntry::action).toList());
        assertEquals(
                "rules +production (verdict, approval)",
                registry.history(MODEL).get(3).reason());
    }

    @Test
    public void whatARestartFindsIsWhatWasThere() throws Exception {
        register("a", 1);
        Models.promote(registry, MODEL, "production", 1, null, AMY, null);
        registry.configure(MODEL, before -> before.withDescription("rain or sun"), AMY, null);
        ModelSummary before = model();
        open();
        assertEquals(before, model());
        Path files = folder.getRoot().toPath().resolve("models/weather");
        Files.writeString(files.resolve("versions/2.json"), "half");
        Files.writeString(files.resolve("packages/.incoming-dead"), "half");
        Path history = files.resolve("history.jsonl");
        Files.writeString(history, Files.readString(history) + "{\"time\":\"2026-11-21T13");
        open();
        assertEquals("a crash left nothing that counts", before, model());
        assertFalse(Files.exists(files.resolve("packages/.incoming-dead")));
        assertEquals(2, register("b", 2));
        assertEquals(2, registry.version(MODEL, 2).orElseThrow().number());
        open();
        assertEquals(2, model().versionCount());
    }

    @Test
    public void aDamagedModelSpoilsNoList() throws Exception {
        register("a", 1);
        Models.register(registry, "other", "a", build("other", 1));
        Path history = folder.getRoot().toPath().resolve("models/weather/history.jsonl");
        Files.writeString(history, "{}\n" + Files.readString(history));
        open();
        assertEquals(2, registry.models().size());
        assertTrue(model().problem(), model().problem().contains("history.jsonl:1: damaged"));
        assertRefused("history.jsonl:1: damaged", () -> register("b", 2));
    }

    @Test
    public void deletesWhatServesNowhereAndKeepsTheHistory() throws Exception {
        register("a", 1);
        register("b", 2);
        Models.promote(registry, MODEL, "production", 1, null, AMY, null);
        assertRefused("serves in production", () -> registry.deleteVersion(MODEL, 1, AMY, null));
        Path archive = registry.archive(registry.version(MODEL, 2).orElseThrow());
        registry.deleteVersion(MODEL, 2, AMY, "wrong data");
        assertFalse(Files.exists(archive));
        assertTrue(registry.version(MODEL, 2).isEmpty());
        assertEquals("numbers are used once", 3, register("b", 3));
        registry.delete(MODEL, AMY, "a test");
        assertTrue(registry.model(MODEL).isEmpty());
        try (Stream<Path> kept = Files.walk(folder.getRoot().toPath().resolve("deleted"))) {
            List<Path> history =
                    kept.filter(path -> path.endsWith("history.jsonl")).toList();
            assertTrue(Files.readString(history.get(0)).contains("a test"));
        }
        assertEquals("the name is free again", 1, register("z", 9));
    }

    /** An agent that lies can send the same archive under two digests. */
    @Test
    public void anArchiveThatAnotherVersionHasIsKept() throws Exception {
        register("a", 1);
        register("b", 2);
        ModelVersion first = registry.version(MODEL, 1).orElseThrow();
        try (IncomingArchive archive = registry.incoming(MODEL, List.of("onnx"))) {
            try (OutputStream out = archive.sink(1000)) {
                out.write("a".getBytes(StandardCharsets.UTF_8));
            }
            registry.register(
                    new Registration(MODEL, "sha256:twin", first.lineage(), first.evaluation(), archive),
                    build("team/train", 3));
        }
        ModelVersion twin = registry.version(MODEL, 3).orElseThrow();
        assertEquals(registry.archive(first), registry.archive(twin));
        registry.deleteVersion(MODEL, 1, AMY, null);
        assertEquals("a", Files.readString(registry.archive(twin)));
        registry.deleteVersion(MODEL, 2, AMY, null);
        registry.deleteVersion(MODEL, 3, AMY, null);
        try (Stream<Path> left = Files.list(registry.archive(twin).getParent())) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    public void refusesNamesThatAreNone() {
        for (String name : List.of("..", "a/b", "A", "", ".x", "a".repeat(64))) {
            assertRefused("is no name of a model", () -> registry.incoming(name, List.of()));
            assertRefused("is no name of a model", () -> registry.requireAllowed(name, AMY));
        }
        assertRefused("is no name of a model", () -> registry.history("../x"));
    }

    @Test
    public void refusesWrongEnvironmentsVersionsAndArchives() throws Exception {
        register("a", 1);
        assertRefused("is no name of an alias", () -> Models.promote(registry, MODEL, "Prod", 1, null, AMY, null));
        assertRefused(
                "always points to the newest", () -> Models.promote(registry, MODEL, "candidate", 1, null, AMY, null));
        assertRefused(
                "weather has no version 7", () -> Models.promote(registry, MODEL, "production", 7, null, AMY, null));
        assertRefused("larger than the 0 MB", () -> register("x".repeat(1001), 2));
        assertEquals(1, model().versionCount());
    }

    @Test
    public void exportsForSpreadsheetsWithoutFormulas() throws Exception {
        register("a", 1);
        Models.promote(registry, MODEL, "production", 1, null, AMY, "=HYPERLINK(\"x\"), or so");
        StringBuilder csv = new StringBuilder();
        HistoryTable.write(registry.history(MODEL), csv);
        String[] lines = csv.toString().split("\r\n");
        assertEquals("time,actor,action,version,digest,alias,from,to,reason,job,build", lines[0]);
        assertTrue(lines[4], lines[4].endsWith(",amy,promote,,,production,,1,\"'=HYPERLINK(\"\"x\"\"), or so\",,"));
        assertEquals(
                4,
                new String(registry.historyLines(MODEL).readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .count());
    }

    private int register(String content, int number) throws Exception {
        return Models.register(registry, MODEL, content, build("team/train", number));
    }

    private ModelSummary model() throws Exception {
        return registry.model(MODEL).orElseThrow();
    }

    private Clock ticking() {
        return Clock.tick(
                new Clock() {
                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        now = now.plusSeconds(1);
                        return now;
                    }
                },
                Duration.ofSeconds(1));
    }

    private static void assertRefused(String sentence, ThrowingRunnable action) {
        Refusal refusal = assertThrows(Refusal.class, action);
        assertTrue(refusal.getMessage(), refusal.getMessage().contains(sentence));
    }
}
