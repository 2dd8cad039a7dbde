package io.jenkins.cd4ml.data;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** A project in a temporary folder, for tests. */
public final class DataProject {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    public final Path folder;

    /** Ahead of the file system's, so that files just written count as old. */
    public Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

    public DataProject(Path folder) {
        this.folder = folder;
    }

    public DataProject write(String path, String text) throws IOException {
        return write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public DataProject write(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        return this;
    }

    /** Copies one of the real data sets to {@code data/}. */
    public DataProject real(String name) throws IOException {
        try (InputStream in = DataProject.class.getResourceAsStream("/data/" + name)) {
            return write("data/" + name, in.readAllBytes());
        }
    }

    /** @param data the section {@code data:} as YAML, in flow style or lines */
    public StageContext context(String run, String data) throws IOException {
        return context(run, data, EventSink.SILENT);
    }

    /** The same with its events. */
    public StageContext context(String run, String data, EventSink events) throws IOException {
        Configuration configuration = YAML.readValue("model: test\ndata:\n" + data.indent(2), Configuration.class);
        return new StageContext(
                folder,
                new RunFolder(run, folder.resolve(".cd4ml/runs/" + run)),
                configuration,
                events,
                Cancellation.NEVER,
                clock,
                Map.of());
    }

    public StageRequest request(String run, String baseline) {
        return StageRequest.of(Stage.VERSION_DATA, run, folder.toString())
                .baseline(baseline)
                .build();
    }
}
