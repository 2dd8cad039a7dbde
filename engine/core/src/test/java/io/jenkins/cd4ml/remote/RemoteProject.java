package io.jenkins.cd4ml.remote;

import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.ObjectStore;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A project whose store is elsewhere. */
public final class RemoteProject {
    /** SHA-256 of "abc": FIPS 180-2, appendix B.1. */
    public static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    public static final String OBJECT = "objects/ba/" + ABC.substring(2);

    public final RecordedEvents events = new RecordedEvents();
    private final Path folder;
    private final String address;
    private final Map<String, String> environment = new HashMap<>();
    private Cancellation cancellation = Cancellation.NEVER;
    private RetryTimes times = new RetryTimes(Duration.ofSeconds(20), Duration.ofMillis(1));

    public RemoteProject(Path folder, String address) {
        this.folder = folder;
        this.address = address;
    }

    public RemoteProject with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public RemoteProject with(Cancellation other) {
        cancellation = other;
        return this;
    }

    public RemoteProject with(RetryTimes other) {
        times = other;
        return this;
    }

    /** The store, with an empty cache: as on another machine. */
    public ObjectStore store() throws IOException {
        Path project = Files.createTempDirectory(folder, "project");
        return Stores.of(context(project, "store: '" + address + "'\n", events), times);
    }

    public StageContext context(Path project, String yaml, EventSink sink) throws IOException {
        StageContext sample = SampleContexts.context(
                project, SampleContexts.configuration(yaml + "data: {path: x.csv}\n"), sink, cancellation);
        return new StageContext(
                project, sample.run(), sample.configuration(), sink, cancellation, sample.clock(), environment);
    }

    public Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "content", ""), content);
    }
}
