package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** What commands about an environment, and not about a run, are given. */
final class ProjectContext {
    private ProjectContext() {}

    /** @param environment null: the one that cd4ml.yaml names */
    static StageContext of(ProjectOptions options, String environment) throws IOException {
        Map<String, Object> overrides = new LinkedHashMap<>(options.overrides());
        if (environment != null) {
            overrides.put("deploy", Map.of("environment", environment));
        }
        Path project = options.project();
        Configuration configuration = ConfigurationReader.read(project, options.configuration(), overrides);
        return new StageContext(
                project, null, configuration, EventSink.SILENT, Cancellation.NEVER, Clock.systemUTC(), System.getenv());
    }
}
