package io.jenkins.cd4ml.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.pipeline.Runs;
import io.jenkins.cd4ml.pipeline.StageRunner;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.problem.JsonMistake;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.store.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cd4ml execute}: how the Jenkins plugin calls the engine. */
@Command(
        name = "execute",
        mixinStandardHelpOptions = true,
        description =
                "Does what a request of the protocol (docs/protocol.md) asks for; the result is written into the run's"
                        + " folder.")
final class ExecuteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "REQUEST", description = "file with the request as JSON")
    private Path file;

    @Option(
            names = "--stop-file",
            paramLabel = "FILE",
            description = "the stage stops cleanly as soon as there is such a file")
    private Path stopFile;

    @Override
    public Integer call() throws IOException {
        StageRequest request = request();
        Runs runs = new Runs(Path.of(request.project()).resolve(ProjectLayout.HOME));
        RunFolder folder = runs.ids().contains(request.run())
                ? runs.find(request.run())
                : runs.create(request.run(), request.continues(), Clock.systemUTC());
        Console console = Console.ofSystem();
        Interruption interruption = Interruption.listen();
        Cancellation cancellation = () -> interruption.requested() || stopFile != null && Files.exists(stopFile);
        StageResult result = new StageRunner(console, cancellation, Clock.systemUTC(), System.getenv(), Map.of())
                .run(request, folder);
        console.result(result);
        announce(result);
        return result.verdict().exitCode();
    }

    /**
     * The digest of the result, on the process' own output and after the file was written: the caller refuses a file that another process has
     * written over since.
     */
    private static void announce(StageResult result) {
        System.out.println("cd4ml result sha256:" + Sha256.of(Protocol.write(result)));
        System.out.flush();
    }

    private StageRequest request() throws IOException {
        try {
            if (Files.isDirectory(file)) {
                throw new InputException(file + " is a folder, not a file with a request");
            }
            StageRequest request = Optional.ofNullable(Protocol.readRequest(TextFile.read(file)))
                    .orElseThrow(() -> without("stage"));
            require(request.stage(), "stage");
            require(request.run(), "run");
            require(request.project(), "project");
            require(request.configuration(), "configuration");
            if (!Files.isDirectory(Path.of(request.project()))) {
                throw new InputException(
                        file + " names the project " + request.project() + ", and there is no such folder");
            }
            return request;
        } catch (NoSuchFileException e) {
            throw new InputException("there is no request " + file);
        } catch (JsonProcessingException e) {
            throw new InputException(file + " is not a request of the protocol: " + JsonMistake.of(e));
        }
    }

    private void require(Object value, String key) {
        if (value == null) {
            throw without(key);
        }
    }

    private InputException without(String key) {
        return new InputException(file + " is not a request of the protocol: it has no \"" + key + "\"");
    }
}
