import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.data.Survey;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Profiles a file of a folder as versionData does, and prints the figures. */
public final class ProfileCsv {
    private ProfileCsv() {}

    public static void main(String[] arguments) throws Exception {
        Path project = Path.of(arguments[0]);
        Files.writeString(project.resolve("cd4ml.yaml"), "model: bench\ndata: {path: " + arguments[1] + "}\n");
        StageContext context = new StageContext(
                project,
                new RunFolder("bench", Files.createTempDirectory("bench")),
                ConfigurationReader.read(project, "cd4ml.yaml", Map.of()),
                EventSink.SILENT,
                Cancellation.NEVER,
                Clock.systemUTC(),
                System.getenv());
        Survey.profile(context).summaries().forEach(System.out::println);
    }
}
