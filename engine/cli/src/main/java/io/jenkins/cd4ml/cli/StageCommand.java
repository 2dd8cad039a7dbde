package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.pipeline.Runs;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.stage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A single stage. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
class StageCommand implements Callable<Integer> {
    private final Stage stage;

    @Mixin
    private ProjectOptions options;

    @Option(
            names = "--run",
            paramLabel = "ID",
            description =
                    "the run it belongs to; by default version-data begins a new one, the other stages continue the newest")
    private String run;

    StageCommand(Stage stage) {
        this.stage = stage;
    }

    /** Whether training is to be repeated and compared. */
    boolean verifyReproducible() {
        return false;
    }

    /** The request with what this stage alone may be given. */
    StageRequest asked(StageRequest request) {
        return request;
    }

    @Override
    public Integer call() throws IOException {
        RunFolder folder = folder(options.runs());
        try (Session session = new Session(options, folder, Map.of())) {
            session.stage(asked(options.request(stage, folder.id(), options.overrides(stage), verifyReproducible())));
            return session.finish(true);
        }
    }

    private RunFolder folder(Runs runs) throws IOException {
        if (stage != Stage.VERSION_DATA) {
            return runs.find(run);
        }
        // Once more in a run that has not got beyond its data, for instance after an error in cd4ml.yaml.
        boolean again = run != null
                && runs.ids().contains(run)
                && !Files.exists(runs.find(run).result(Stage.TRAIN_MODEL));
        return again ? runs.find(run) : runs.create(run, Clock.systemUTC());
    }
}
