package io.jenkins.cd4ml.stage;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What surrounds a stage.
 *
 * @param project absolute path of the folder that holds {@code cd4ml.yaml}
 * @param run the folder of the run
 * @param configuration the effective configuration: file, then the request's settings
 * @param environment environment variables, the only way secrets come in
 * @param kept what stays for the next stage of the same command; null where nothing does
 */
public record StageContext(
        Path project,
        RunFolder run,
        Configuration configuration,
        EventSink events,
        Cancellation cancellation,
        Clock clock,
        Map<String, String> environment,
        Kept kept) {

    /** Of a stage that keeps nothing. */
    public StageContext(
            Path project,
            RunFolder run,
            Configuration configuration,
            EventSink events,
            Cancellation cancellation,
            Clock clock,
            Map<String, String> environment) {
        this(project, run, configuration, events, cancellation, clock, environment, null);
    }

    /** The project's own folder for everything that is kept: {@code .cd4ml}. */
    public Path home() {
        return project.resolve(ProjectLayout.HOME);
    }
}
