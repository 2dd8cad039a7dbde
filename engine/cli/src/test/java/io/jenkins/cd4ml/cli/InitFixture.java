package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.data.DataProject;
import io.jenkins.cd4ml.data.VersionData;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.testing.RecordedEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

/** A project for {@code cd4ml init}, and what its tests ask of it. */
abstract class InitFixture {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    Path project;
    DataProject data;

    @AfterClass
    public static void letTheJvmGo() {
        Interruption.done(0);
    }

    @Before
    public void makeProject() throws IOException {
        project = Files.createDirectories(folder.getRoot().toPath().toRealPath().resolve("My project"));
        data = new DataProject(project);
    }

    String init(int exitCode, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("init", "-C", project.toString()));
        words.addAll(List.of(arguments));
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            CommandLine commands = Main.commandLine();
            commands.setErr(new PrintWriter(err, true));
            assertEquals(err.toString() + out, exitCode, commands.execute(words.toArray(String[]::new)));
        } finally {
            System.setOut(before);
        }
        return err + out.toString(StandardCharsets.UTF_8);
    }

    static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    Configuration configuration() throws IOException {
        return ConfigurationReader.read(project, "cd4ml.yaml", Map.of());
    }

    final RecordedEvents events = new RecordedEvents();

    StageOutcome version() throws IOException {
        String run = "r" + System.nanoTime();
        StageContext context = new StageContext(
                project,
                new RunFolder(run, project.resolve(".cd4ml/runs/" + run)),
                configuration(),
                events,
                Cancellation.NEVER,
                Clock.systemUTC(),
                Map.of());
        return new VersionData().run(data.request(run, null), context);
    }
}
