package io.jenkins.cd4ml.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.testing.RecordedEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The packs of all adapters. */
public class PackNamesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void unknownPacksAndPlatformsAreSaid() {
        Path there = folder.getRoot().toPath().resolve("packs");
        String message = assertThrows(InputException.class, () -> packs().copy("s4", "linux-x86_64", there))
                .getMessage();
        assertTrue(message, message.startsWith("there is no runtime pack s4: there are duckdb, onnxruntime"));
        message = assertThrows(InputException.class, () -> packs().copy("pytorch", "plan9-mips", there))
                .getMessage();
        assertTrue(message, message.contains("does not exist for plan9-mips; it exists for linux-aarch64"));
        assertFalse(Files.exists(there));
    }

    @Test
    public void everyPackIsListed() {
        assertEquals(
                Packs.names(), Packs.list().stream().map(Packs.Listing::name).toList());
        assertTrue(Packs.list().stream().allMatch(pack -> pack.bytes() > 1_000_000));
    }

    private static Packs packs() {
        return new Packs(Map.of(), new RecordedEvents());
    }
}
