package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Mistakes that newcomers make: one sentence, exit code 2, and nothing lost. */
public class WrongInputTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Cd4ml cd4ml;

    @Before
    public void project() throws Exception {
        cd4ml = Cd4ml.inCopyOfExample(folder.getRoot().toPath());
    }

    @Test
    public void noConfiguration() throws Exception {
        Files.delete(cd4ml.project().resolve("cd4ml.yaml"));

        requireSentence("there is no cd4ml.yaml in " + cd4ml.project(), "run");
    }

    @Test
    public void unknownKey() throws Exception {
        cd4ml.edit("  seed: 7", "  sead: 7");

        requireSentence("cd4ml.yaml:26: 'train.sead' is not a key of 'train'; did you mean 'seed'?", "run");
    }

    @Test
    public void missingFile() throws Exception {
        cd4ml.edit("path: data/*.csv", "path: dat/*.csv");

        requireSentence("dat/*.csv", "version-data");
    }

    @Test
    public void missingColumn() throws Exception {
        cd4ml.edit("target: weather", "target: wheather");

        requireSentence("weather", "version-data");
    }

    @Test
    public void whatAStageFindsWrongInTheConfigurationHasItsLine() throws Exception {
        cd4ml.edit("{metric: accuracy, min: 0.75}", "{metric: acuracy, min: 0.75}");
        cd4ml.execute("run", "--run", "r", "--until", "train-model", "--set", "train.epochs=2")
                .requireExitCode(0);

        requireSentence("cd4ml.yaml:30: validate.gates.0.metric: ", "validate-model");
    }

    @Test
    public void oneClassTarget() throws Exception {
        for (String year : List.of("2012", "2013", "2014")) {
            Path file = cd4ml.project().resolve("data/" + year + ".csv");
            Files.writeString(file, Files.readString(file).replaceAll("(drizzle|fog|rain|snow)\n", "sun\n"));
        }

        requireSentence("sun", "version-data");
    }

    @Test
    public void raggedRow() throws Exception {
        append("2014.csv", "2014-12-32,1,2,3\n");

        requireSentence("data/2014.csv:367", "version-data");
    }

    @Test
    public void textInANumericColumn() throws Exception {
        append("2014.csv", "2015-01-01,0.0,warm,1.1,2.2,sun\n");

        // odd data is a finding: the data is versioned, and a check names the value
        Cd4ml.Ended ended = cd4ml.execute("version-data").requireExitCode(1);
        assertTrue(ended.out(), (ended.out() + ended.err()).contains("temp_max: values of one kind"));
    }

    @Test
    public void emptyFile() throws Exception {
        Files.writeString(cd4ml.project().resolve("data/2014.csv"), "");

        requireSentence("data/2014.csv", "version-data");
    }

    @Test
    public void duplicateColumnNames() throws Exception {
        Path file = cd4ml.project().resolve("data/2014.csv");
        Files.writeString(file, Files.readString(file).replace("temp_min,wind", "temp_max,wind"));

        requireSentence("temp_max", "version-data");
    }

    @Test
    public void stagesInTheWrongOrder() throws Exception {
        requireSentence("there is no run yet", "train-model");
        cd4ml.execute("version-data", "--run", "r").requireExitCode(0);
        requireSentence("r", "validate-model", "--run", "r");
    }

    @Test
    public void aRepeatedRunIsRefused() throws Exception {
        cd4ml.execute("run", "--run", "r", "--until", "version-data").requireExitCode(0);

        requireSentence("there is a run 'r' already", "run", "--run", "r");
        assertTrue(Files.exists(cd4ml.run("r").resolve("version-data.result.json")));
    }

    @Test
    public void aTypoInAnOption() throws Exception {
        Cd4ml.Ended ended = cd4ml.execute("run", "--jsn").requireExitCode(2);
        assertTrue(ended.err(), ended.err().contains("--jsn"));
        assertFalse(ended.err(), ended.err().contains("Exception"));
    }

    @Test
    public void jsonStandsAloneAlsoWhenItIsWrong() throws Exception {
        cd4ml.edit("target: weather", "target: wheather");

        StageResult result =
                cd4ml.execute("version-data", "--json").requireExitCode(2).result();

        assertEquals(Verdict.INVALID, result.verdict());
        assertTrue(result.problem().message(), result.problem().message().contains("wheather"));
    }

    private void append(String file, String line) throws Exception {
        Path path = cd4ml.project().resolve("data/" + file);
        Files.writeString(path, Files.readString(path) + line);
    }

    private void requireSentence(String part, String... command) throws Exception {
        Cd4ml.Ended ended = cd4ml.execute(command).requireExitCode(2);
        String all = ended.out() + ended.err();
        assertTrue(all, all.contains(part));
        assertFalse("no stack trace: " + all, all.contains("\tat "));
    }
}
