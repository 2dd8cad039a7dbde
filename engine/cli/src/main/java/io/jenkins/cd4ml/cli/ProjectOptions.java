package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.config.Overrides;
import io.jenkins.cd4ml.pipeline.Runs;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that every command about a project has. */
final class ProjectOptions {
    @Option(
            names = {"-C", "--project"},
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "folder that holds cd4ml.yaml; the current one by default")
    private Path project;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = ProjectLayout.CONFIGURATION,
            description = "configuration file in that folder; cd4ml.yaml by default")
    private String configuration;

    @Option(
            names = "--json",
            description = "print the result as JSON alone on standard output; everything else goes to standard error")
    private boolean json;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "override a key of cd4ml.yaml; may be repeated; the value is YAML")
    private List<String> settings = new ArrayList<>();

    Path project() {
        Path folder = project.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new InputException("there is no folder " + folder + ": name the one that holds cd4ml.yaml with -C");
        }
        return folder;
    }

    String configuration() {
        return configuration;
    }

    boolean json() {
        return json;
    }

    Runs runs() {
        return new Runs(project().resolve(ProjectLayout.HOME));
    }

    Map<String, Object> overrides() {
        return Overrides.parse(settings);
    }

    /** The same for one stage: keys of its section, which may be written with the section's name before them, as for {@code run}. */
    Map<String, Object> overrides(Stage stage) {
        String section = stage.section() + ".";
        return Overrides.parse(settings.stream()
                .map(setting ->
                        setting.strip().startsWith(section) ? setting.strip().substring(section.length()) : setting)
                .toList());
    }

    StageRequest request(Stage stage, String run, Map<String, Object> settings, boolean verifyReproducible) {
        return StageRequest.of(stage, run, project().toString())
                .configuration(configuration)
                .settings(settings)
                .verifyReproducible(verifyReproducible)
                .build();
    }
}
