package io.jenkins.cd4ml.runtime;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.testing.RecordedEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Every start of a worker lets the pack check what its libraries were unpacked to. */
public class PreparedPackTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void librariesThatAreNotThePacksAreRemovedBeforeAWorkerLoadsThem() throws Exception {
        Path cache = folder.newFolder("djl").toPath();
        Path version = Files.createDirectories(cache.resolve("pytorch/2.7.1-cpu-linux-x86_64"));
        Files.writeString(version.resolve("libtorch_cpu.so"), "not this");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("DJL_CACHE_DIR", cache.toString());
        RecordedEvents events = new RecordedEvents();

        Worker.command(
                new WorkerSpec(PreparedPackTest.class, List.of("pytorch"), List.of(), List.of()),
                folder.getRoot().toPath(),
                environment,
                events);

        assertFalse(Files.exists(version));
        assertTrue(
                events.warnings.toString(),
                events.warnings.stream().anyMatch(text -> text.contains("are not those of the runtime pack")));
    }
}
