package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainSettings.Algorithm;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.table.ColumnType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

/** What {@code cd4ml init} is given, what it writes, and what it refuses. */
public class InitOptionsTest extends InitFixture {
    @Test
    public void optionsTakePrecedenceOverGuesses() throws Exception {
        data.real("diabetes.csv");
        init(0, "--set", "data.target=sex", "--set", "data.missing=[x]", "--model", "sex", "data");
        assertEquals("sex", configuration().data().target());
        assertEquals(List.of("x"), configuration().data().missing());
        assertEquals("sex", configuration().model());
    }

    @Test
    public void whatIsToldIsWritten() throws Exception {
        data.real("breast-cancer.csv");
        init(
                0,
                "--set",
                "data.exclude=[diagnosis, mean_area]",
                "--set",
                "train.algorithm=xgboost",
                "--set",
                "train.xgboost.maxDepth=3",
                "--set",
                "validate.confidence=0.9",
                "--set",
                "split={seed: 9}",
                "--set",
                "store=shared",
                "--set",
                "drift.preset=evidently",
                "--set",
                "model=told");
        Configuration made = configuration();
        assertEquals("told", made.model());
        assertEquals("shared", made.store());
        assertEquals("mean_area", made.data().exclude().get(1));
        assertFalse(List.of("diagnosis", "mean_area").contains(made.data().target()));
        assertEquals(Algorithm.XGBOOST, made.train().algorithm());
        assertEquals(3, made.train().xgboost().maxDepth().intValue());
        assertEquals(42, made.train().seed().longValue());
        assertEquals(0.9, made.validate().confidence(), 0);
        assertEquals(
                "the gate that is suggested stays", 1, made.validate().gates().size());
        String text = Files.readString(project.resolve("cd4ml.yaml"));
        for (String line : List.of(
                "    - mean_area  # as told\n",
                "  algorithm: xgboost  # as told\n  seed: 42\n",
                "store: shared  # as told\n",
                "split:\n  seed: 9  # as told\n",
                "drift:\n  preset: evidently  # as told\n")) {
            assertTrue(text, text.contains(line));
        }
        StageOutcome outcome = version();
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
    }

    @Test
    public void gatesAndSplitsThatAreToldTakeThePlaceOfGuesses() throws Exception {
        data.real("seattle-weather.csv");
        JsonNode told = json(init(
                0,
                "--json",
                "--set",
                "split={train: 0.8, validation: 0.1, test: 0.1}",
                "--set",
                "validate.gates=[{metric: f1_macro, min: 0.4}]"));
        assertFalse(told.toString(), told.get("guesses").toString().contains("split.by"));
        assertNull(configuration().split().by());
        assertEquals("f1_macro", configuration().validate().gates().get(0).metric());
        assertEquals(1, configuration().validate().gates().size());
    }

    @Test
    public void sensitiveColumnsMayBeTold() throws Exception {
        StringBuilder rows = new StringBuilder("code,size,kind\n");
        for (int i = 0; i < 40; i++) {
            rows.append(7000 + i).append(',').append(i * 7 % 13).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        data.write("a.csv", rows.toString());
        init(0, "--set", "data.columns={code: {type: integer, sensitive: true}}", "a.csv");
        Configuration made = configuration();
        assertTrue(made.data().columns().get("code").sensitive());
        assertEquals(ColumnType.INTEGER, made.data().columns().get("code").type());
        String text = Files.readString(project.resolve("cd4ml.yaml"));
        assertFalse(text, text.contains("700"));
        StageOutcome outcome = version();
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
    }

    /** The name and the values both speak for personal data, and the user knows better. */
    @Test
    public void whatIsToldNotToBeSensitiveIsNot() throws Exception {
        StringBuilder rows = new StringBuilder("email,phone,kind\n");
        for (int i = 0; i < 40; i++) {
            rows.append("a@b").append(i % 3).append(".org,").append(i % 2).append(i % 2 == 0 ? ",x\n" : ",y\n");
        }
        data.write("a.csv", rows.toString());
        String told = init(0, "--set", "data.columns.email.sensitive=false", "--set", "data.target=kind", "a.csv");
        assertFalse(told, told.contains("data.columns.email"));
        String text = Files.readString(project.resolve("cd4ml.yaml"));
        assertTrue(text, text.contains("    email: {sensitive: false}"));
        assertTrue(text, text.contains("a@b2.org"));
        assertFalse(configuration().data().isSensitive("email"));
        assertEquals(Verdict.PASSED, version().verdict());
    }

    @Test
    public void largeImagesAreForTheAlgorithmThatReadsThem() throws Exception {
        for (int i = 0; i < 6; i++) {
            data.write(
                    "images/" + (i % 2 == 0 ? "cat" : "dog") + "/" + i + ".pgm",
                    "P2 101 101 9\n" + (i + " ").repeat(101 * 101));
        }
        init(
                0,
                "--set",
                "data.format=images",
                "--set",
                "data.images={height: 101, width: 101}",
                "--set",
                "data.target=class",
                "images");
        assertEquals(TrainSettings.Algorithm.CNN, configuration().train().algorithm());
        String text = Files.readString(project.resolve("cd4ml.yaml"));
        assertTrue(text, text.contains("    - {column: image, completeness: 1, unique: true}"));
        assertEquals(Verdict.PASSED, version().verdict());
    }

    @Test
    public void namesThatYamlDoesNotPrintAreEscaped() throws Exception {
        String name = "a\u0080\u0085\u009f\u2028\ufeffé😀";
        data.write("a.csv", name + ",kind\n1,x\u0093\n2,y\n1,x\u0093\n2,y\n3,y\n3,y\n");
        init(0, "--set", "data.target=kind", "--set", "data.expect=[{column: kind, in: [\"x\\u0093\", y]}]", "a.csv");
        String text = Files.readString(project.resolve("cd4ml.yaml"));
        assertTrue(text, text.contains("a\\u0080\\u0085\\u009f\\u2028\\ufeffé😀"));
        assertFalse(text, text.codePoints().anyMatch(c -> c >= 0x7f && c < 0xa0));
        StageOutcome outcome = version();
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
    }

    @Test
    public void theFileMayBeReadAndItsFiguresLookTheSameEverywhere() throws Exception {
        data.real("seattle-weather.csv");
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            String told = init(0);
            assertTrue(told, told.startsWith("1,461 rows, 6 columns"));
        } finally {
            Locale.setDefault(before);
        }
        Path other = Files.writeString(project.resolve("other"), "");
        assumeTrue(Files.getFileStore(other).supportsFileAttributeView("posix"));
        assertEquals(
                Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(project.resolve("cd4ml.yaml")));
    }

    @Test
    public void neverOverwritesAndSaysWhatIsWrong() throws Exception {
        assertEquals("cd4ml: there is no data in " + project + ": name it, such as cd4ml init data/*.csv\n", init(2));
        data.write("a.csv", "x,y\n1,2\n").write("b.csv", "z\n1\n");
        assertEquals(
                "cd4ml: there are several files of data in " + project
                        + ": name those that belong together, such as cd4ml init a.csv\n",
                init(2));
        assertEquals(
                "cd4ml: b.csv:1: its columns differ from those of a.csv: it lacks x, y; only it has z\n",
                init(2, "*.csv"));
        assertEquals("cd4ml: data.path: there is no file or folder 'c.csv' in " + project + "\n", init(2, "c.csv"));
        data.write("cd4ml.yaml", "mine");
        assertEquals(
                "cd4ml: there is a " + project.resolve("cd4ml.yaml")
                        + " already, and init never overwrites one: remove it, or name another folder with -C\n",
                init(2, "a.csv"));
        assertEquals("mine", Files.readString(project.resolve("cd4ml.yaml")));
        try (var left = Files.list(project)) {
            assertEquals(3, left.count());
        }
    }
}
