package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files of our own that a person, a disk or another program has spoilt: sentences with the file's name, exit code 2, never a stack trace. */
public class OddFilesTest {
    private static final byte[] NO_TEXT = {'{', (byte) 0xff, (byte) 0xfe, 0, '}', '\n'};

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path project;
    private Cd4ml cd4ml;

    @Before
    public void versionData() throws Exception {
        project = folder.getRoot().toPath();
        Files.writeString(project.resolve("data.csv"), "x,y\n1,a\n2,b\n3,a\n");
        Files.writeString(project.resolve("cd4ml.yaml"), "model: sample\ndata: {path: data.csv, target: y}\n");
        cd4ml = Cd4ml.in(project);
        cd4ml.execute("version-data", "--run", "r").requireExitCode(0);
    }

    @Test
    public void bytesThatAreNoTextInTheListOfVersions() throws Exception {
        Path list = project.resolve(".cd4ml/data/versions.jsonl");
        Files.write(list, NO_TEXT, StandardOpenOption.APPEND);
        Files.writeString(project.resolve("data.csv"), "x,y\n1,a\n2,b\n3,b\n");
        Cd4ml.Ended ended = cd4ml.execute("version-data", "--run", "s").requireExitCode(2);
        assertNoTrace(ended);
        assertTrue(
                ended.err(),
                words(ended).contains("versions.jsonl is damaged: it holds bytes that are not UTF-8 text"));
    }

    @Test
    public void bytesThatAreNoTextInAResult() throws Exception {
        Files.write(cd4ml.run("r").resolve("version-data.result.json"), NO_TEXT);
        for (List<String> command : List.of(List.of("train-model", "--run", "r"), List.of("report", "--run", "r"))) {
            Cd4ml.Ended ended = cd4ml.execute(command.toArray(String[]::new));
            assertNoTrace(ended);
            assertEquals(command + ": " + ended.out() + ended.err(), 2, ended.exitCode());
            assertTrue(words(ended), words(ended).contains("version-data.result.json is damaged"));
        }
        assertNoTrace(cd4ml.execute("verify", "r").requireExitCode(1));
    }

    @Test
    public void requestsWithoutWhatTheyNeed() throws Exception {
        String whole = Protocol.write(
                StageRequest.of(Stage.VERSION_DATA, "q", project.toString()).build());
        for (String key : List.of("protocol", "stage", "run", "project", "configuration")) {
            for (String request : List.of(
                    whole.replaceAll("(?m)^ *\"" + key + "\" : .*\n", ""),
                    whole.replaceAll("(?m)^( *\"" + key + "\" : )[^\n]*?(,?)$", "$1null$2"))) {
                assertFalse(key, request.equals(whole));
                Files.writeString(project.resolve("request.json"), request);
                Cd4ml.Ended ended = cd4ml.execute("execute", "request.json");
                assertNoTrace(ended);
                assertEquals(request + ended.err(), 2, ended.exitCode());
                assertTrue(ended.err(), ended.err().contains("request.json"));
                assertTrue(ended.err(), ended.err().contains(key));
            }
        }
        Files.write(project.resolve("request.json"), NO_TEXT);
        Cd4ml.Ended ended = cd4ml.execute("execute", "request.json").requireExitCode(2);
        assertNoTrace(ended);
        assertTrue(ended.err(), ended.err().contains("request.json"));
        assertFalse(Files.exists(cd4ml.run("q")));
    }

    /** Written on another system: what stands there stays, byte for byte. */
    @Test
    public void aListOfIgnoredFilesInAnotherEncodingIsKept() throws Exception {
        Files.createDirectory(project.resolve(".git"));
        Files.delete(project.resolve("cd4ml.yaml"));
        byte[] latin1 = "gr\u00f6\u00dfe/".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(project.resolve(".gitignore"), latin1);
        cd4ml.execute("init", "data.csv").requireExitCode(0);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(latin1);
        expected.writeBytes("\n/.cd4ml/\n".getBytes(StandardCharsets.ISO_8859_1));
        assertArrayEquals(expected.toByteArray(), Files.readAllBytes(project.resolve(".gitignore")));
    }

    /** The stages have their verdict: a page that cannot be written changes nothing of it. */
    @Test
    public void aReportThatCannotBeWrittenCostsNoVerdict() throws Exception {
        Path report = cd4ml.run("r").resolve("report.html");
        assertTrue(Files.deleteIfExists(report));
        Files.createDirectories(report.resolve("in the way"));
        Cd4ml.Ended ended = cd4ml.execute("version-data", "--run", "r");
        assertNoTrace(ended);
        assertEquals(ended.err(), 0, ended.exitCode());
        assertTrue(ended.err(), ended.err().contains("no report could be written"));
        assertTrue(ended.err(), ended.err().contains("report.html"));
        assertEquals(
                0,
                cd4ml.execute("version-data", "--run", "r", "--json")
                        .result()
                        .verdict()
                        .exitCode());
    }

    /** As printed, without the breaks of lines. */
    private static String words(Cd4ml.Ended ended) {
        return (ended.out() + ended.err()).replaceAll("\\s+", " ");
    }

    private static void assertNoTrace(Cd4ml.Ended ended) {
        assertFalse(ended.err(), ended.err().contains("\tat "));
        assertFalse(ended.err(), ended.err().contains("fault of cd4ml"));
    }
}
