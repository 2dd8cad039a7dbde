package io.jenkins.cd4ml.testing;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.Kept;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Configurations and contexts for tests. */
public final class SampleContexts {
    private SampleContexts() {}

    /** A configuration from the text of a {@code cd4ml.yaml} without its first line, the model's name. */
    public static Configuration configuration(String yaml) throws IOException {
        Path project = Files.createTempDirectory("cd4ml-configuration");
        Path file = project.resolve("cd4ml.yaml");
        try {
            Files.writeString(file, "model: sample\n" + yaml);
            return ConfigurationReader.read(project, "cd4ml.yaml", Map.of());
        } finally {
            Files.deleteIfExists(file);
            Files.delete(project);
        }
    }

    /** A context of the run {@code r1} in that project. */
    public static StageContext context(Path project, Configuration configuration, EventSink events) throws IOException {
        return context(project, configuration, events, Cancellation.NEVER);
    }

    /** The same with what is kept for the next stage; null for nothing. */
    public static StageContext context(Path project, Configuration configuration, EventSink events, Kept kept)
            throws IOException {
        StageContext context = context(project, configuration, events);
        return new StageContext(
                project,
                context.run(),
                configuration,
                events,
                context.cancellation(),
                context.clock(),
                context.environment(),
                kept);
    }

    /** The same with a cancellation. */
    public static StageContext context(
            Path project, Configuration configuration, EventSink events, Cancellation cancellation) throws IOException {
        Path run = Files.createDirectories(project.resolve(".cd4ml/runs/r1"));
        return new StageContext(
                project,
                new RunFolder("r1", run),
                configuration,
                events,
                cancellation,
                Clock.systemUTC(),
                System.getenv());
    }
}
