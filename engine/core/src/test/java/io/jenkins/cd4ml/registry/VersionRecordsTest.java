package io.jenkins.cd4ml.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.packaging.SampleRun;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.store.Removal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The records of versions: only those that a question needs are read, and none that was changed is believed. */
public class VersionRecordsTest {
    private static final RegisteredVersion.Origin ORIGIN =
            new RegisteredVersion.Origin("run", "sha256:d", "1234567", Verdict.PASSED, List.of(), null);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path home;
    private LocalRegistry registry;

    @Before
    public void open() {
        home = folder.getRoot().toPath().resolve(".cd4ml");
        registry = LocalRegistry.open(home);
    }

    /** Of thousands of versions those records alone are read that are asked for: here the others cannot be read. */
    @Test
    public void readsTheRecordsThatItNeedsAndNoOthers() throws Exception {
        for (int i = 1; i <= 4; i++) {
            registry.register("sample", made(i), ORIGIN);
        }
        registry.setAlias("sample", "production", 3, Action.PROMOTE, null);
        registry.setAlias("sample", "production", 4, Action.PROMOTE, null);
        for (int damaged : new int[] {1, 2}) {
            Files.writeString(home.resolve("registry/sample/versions/" + damaged + "/version.json"), "{");
        }
        assertEquals(List.of(1, 2, 3, 4), registry.numbers("sample"));
        assertEquals(4, registry.version("sample", 4).version().intValue());
        assertEquals(
                4,
                registry.alias("sample", "production").orElseThrow().version().intValue());
        assertEquals(
                3,
                registry.previous("sample", "production")
                        .orElseThrow()
                        .version()
                        .intValue());
        assertEquals(new TreeMap<>(), registry.lost("sample"));
        registry.setAlias("sample", "production", 3, Action.ROLLBACK, null);
        assertEquals(4, registry.register("sample", made(4), ORIGIN));
        assertEquals(
                3,
                registry.withDigest("sample", registry.version("sample", 3).digest())
                        .orElseThrow()
                        .version());
        assertEquals(5, registry.register("sample", made(5), ORIGIN));
        assertEquals(Optional.empty(), registry.withDigest("sample", "sha256:" + "00".repeat(32)));
        assertEquals(Optional.empty(), registry.find("sample", 77));
        assertRefused("versions/1/version.json is damaged", () -> registry.version("sample", 1));
        assertRefused("is damaged", () -> registry.versions("sample"));
    }

    @Test
    public void anEntryThatWasChangedIsRefused() throws Exception {
        registry.register("sample", made(1), ORIGIN);
        Path file = home.resolve("registry/sample/versions/1/version.json");
        String digest = registry.version("sample", 1).digest();
        Files.writeString(file, Files.readString(file).replace(digest, "sha256:" + "ab".repeat(32)));
        InputException changed = assertThrows(InputException.class, () -> registry.version("sample", 1));
        assertTrue(changed.getMessage(), changed.getMessage().contains("version.json was changed: " + digest));
    }

    @Test
    public void aPackageThatWasChangedIsNotOpened() throws Exception {
        registry.register("sample", made(1), ORIGIN);
        ModelReference version = registry.version("sample", 1);
        registry.content(version);
        Path folder = registry.packageFolder(version);
        Removal.of(folder);
        SampleRun.samplePackage(folder, 99);
        InputException changed = assertThrows(InputException.class, () -> registry.content(version));
        assertTrue(changed.getMessage(), changed.getMessage().contains("is not the one that is meant"));
    }

    @Test
    public void theHistoryTellsWhatWasKnownOfAVersion() throws Exception {
        Path first = made(1);
        registry.register("sample", first, ORIGIN);
        Path second = made(2);
        String digest = PackageReader.read(second).digest();
        ChainLink link = new ChainLink("sha256:d", "sha256:m", "sha256:g", "sha256:v", digest, List.of());
        registry.register(
                "sample",
                second,
                new RegisteredVersion.Origin(
                        "run", "sha256:d", "1234567", Verdict.PASSED, List.of(), null, link, 1, null));
        assertEquals(
                List.of("not judged: no verdict is known of it", "passed"),
                registry.history("sample").stream().map(HistoryEntry::reason).toList());
        assertEquals(registry.versions("sample").get(1), registry.entry("sample", 2));
        assertEquals(
                PackageReader.read(first).digest(),
                registry.content(registry.version("sample", 1)).digest());
        assertRefused("no version 3 of sample; its versions are [1, 2]", () -> registry.entry("sample", 3));
    }

    @Test
    public void aRecordThatWasChangedIsNotTakenForAnotherPackage() throws Exception {
        registry.register("sample", made(1), ORIGIN);
        Path file = home.resolve("registry/sample/versions/1/version.json");
        String digest = registry.version("sample", 1).digest();
        Files.writeString(file, Files.readString(file).replace(digest, "sha256:" + "ab".repeat(32)));
        assertRefused("version.json was changed: " + digest, () -> registry.withDigest("sample", digest));
    }

    /** An alias names a package, not only a number: another package under that number does not serve. */
    @Test
    public void anAliasThatWasPointedToAnotherPackageIsRefused() throws Exception {
        registry.register("sample", made(1), ORIGIN);
        registry.register("sample", made(2), ORIGIN);
        registry.setAlias("sample", "production", 1, Action.PROMOTE, null);
        registry.setAlias("sample", "staging", 2, Action.PROMOTE, null);
        String one = registry.version("sample", 1).digest();
        String two = registry.version("sample", 2).digest();
        Path history = home.resolve("registry/sample/history.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(history));
        lines.set(2, lines.get(2).replace(one, two));
        Files.write(history, lines);
        InputException changed = assertThrows(InputException.class, () -> registry.alias("sample", "production"));
        assertEquals(
                "version 1 of sample is " + one + ", and 'production' was pointed to " + two + ": restore that version",
                changed.getMessage());
        assertEquals(
                2, registry.alias("sample", "staging").orElseThrow().version().intValue());
    }

    private Path made(long seed) throws IOException {
        return SampleRun.samplePackage(folder.newFolder().toPath().resolve("package"), seed);
    }

    private static void assertRefused(String message, Callable<?> action) {
        InputException e = assertThrows(InputException.class, action::call);
        assertTrue(e.getMessage(), e.getMessage().contains(message));
    }
}
