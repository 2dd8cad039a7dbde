package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainSettings.Algorithm;
import io.jenkins.cd4ml.data.DataProject;
import io.jenkins.cd4ml.data.VersionData;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.table.ColumnType;
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
import java.util.Locale;
import java.util.Map;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

public class InitCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path project;
    private DataProject data;

    @AfterClass
    public static void letTheJvmGo() {
        Interruption.done();
    }

    @Before
    public void makeProject() throws IOException {
        project = Files.createDirectories(folder.getRoot().toPath().toRealPath().resolve("My project"));
        data = new DataProject(project);
    }

    @Test
    public void describesRealDataSoThatItPasses() throws Exception {
        data.real("seattle-weather.csv");
        JsonNode told = json(init(0, "--json"));
        Configuration weather = configuration();
        assertEquals("seattle-weather", weather.model());
        assertEquals(List.of("date"), weather.data().key());
        assertEquals("weather", weather.data().target());
        assertEquals(Task.CLASSIFICATION, weather.data().task());
        assertEquals("date", weather.split().by());
        assertEquals(6, told.get("expectations").asInt());
        assertEquals("data.path", told.get("guesses").get(0).get("key").asText());
        assertEquals("data.key", told.get("guesses").get(1).get("key").asText());
        StageOutcome outcome = version();
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
        assertEquals(15, outcome.checks().size());
        assertTrue(outcome.checks().stream()
                .map(Check::name)
                .toList()
                .contains("weather: in [rain, sun, fog, drizzle, snow]"));
    }

    @Test
    public void otherRealDataPassesToo() throws Exception {
        for (String[] expected : new String[][] {
            {"breast-cancer.csv", "diagnosis", "CLASSIFICATION"},
            {"diabetes.csv", "progression", "REGRESSION"},
            {"digits.csv", "digit", "CLASSIFICATION"}
        }) {
            Files.deleteIfExists(project.resolve("cd4ml.yaml"));
            data.real(expected[0]);
            init(0, "data/" + expected[0]);
            assertEquals(expected[1], configuration().data().target());
            assertEquals(Task.valueOf(expected[2]), configuration().data().task());
            StageOutcome outcome = version();
            assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
        }
    }

    @Test
    public void difficultDataIsDescribedAsItIs() throws Exception {
        StringBuilder rows = new StringBuilder("Kunde;E-Mail;Betrag;leer;fest;Notiz;seit;Klasse: \"x\"\n");
        for (int i = 0; i < 300; i++) {
            rows.append(i)
                    .append(";p")
                    .append(i)
                    .append("@example.org;")
                    .append(i % 3 == 0 ? "" : "1." + (100 + i) + ",5")
                    .append(";;immer;")
                    .append("Text ")
                    .append(i * 7919 % 1000)
                    .append(" #")
                    .append(i)
                    .append(";2024-0")
                    .append(1 + i % 9)
                    .append("-1")
                    .append(i % 8)
                    .append(" 0")
                    .append(i % 8)
                    .append(":30;")
                    .append(i % 50 == 0 ? "sel, ten" : i % 2 == 0 ? "ja" : "no")
                    .append('\n');
        }
        data.write("kunden.csv", rows.toString());
        String told = init(0);
        assertTrue(told, told.contains("data.columns.E-Mail.sensitive: true (its values look like personal data)"));
        String text = Files.readString(project.resolve("cd4ml.yaml"));
        assertFalse(text, text.contains("example.org"));
        Configuration made = configuration();
        assertEquals(",", made.data().decimal());
        assertEquals(".", made.data().thousands());
        assertEquals("kunden", made.model());
        assertEquals("Klasse: \"x\"", made.data().target());
        assertEquals(List.of("Kunde"), made.data().key());
        assertTrue(made.data().columns().get("E-Mail").sensitive());
        assertEquals(
                List.of("E-Mail", "leer", "fest", "Notiz", "seit"), made.data().exclude());
        assertTrue(text, text.contains("{column: Betrag, type: decimal, completeness: 0.61, min: 0}"));
        StageOutcome outcome = version();
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
    }

    /** The columns of public data sets, and which of them is predicted. */
    @Test
    public void anIdOrACodeIsNeverTheTarget() throws Exception {
        for (String[] expected : new String[][] {
            {"size,kind,customerID", "kind"},
            {"carat,cut,price,x,y,z", "price"},
            {"survived,pclass,sex,age,fare", "survived"},
            {"total_bill,tip,sex,size", "tip"},
            {"price,rooms,lat,long", "price"},
            {"amount,kind,zip", "kind"},
            {"x,y", "y"}
        }) {
            Files.deleteIfExists(project.resolve("cd4ml.yaml"));
            StringBuilder rows = new StringBuilder(expected[0]).append('\n');
            String[] names = expected[0].split(",");
            for (int i = 0; i < 60; i++) {
                for (int c = 0; c < names.length; c++) {
                    rows.append(c == 0 ? "" : ",")
                            .append(names[c].equals("zip") ? "0" + (1000 + i % 7) : 1 + i * (c + 3) % 31);
                }
                rows.append('\n');
            }
            data.write("a.csv", rows.toString());
            init(0, "a.csv");
            assertEquals(expected[0], expected[1], configuration().data().target());
        }
    }

    @Test
    public void leadingZerosWithoutATellingNameAreNoTarget() throws Exception {
        StringBuilder rows = new StringBuilder("amount,kind,place\n");
        for (int i = 0; i < 60; i++) {
            rows.append(i * 7 % 31)
                    .append(i % 2 == 0 ? ",a,0" : ",b,0")
                    .append(10 + i % 5)
                    .append('\n');
        }
        data.write("a.csv", rows.toString());
        init(0, "a.csv");
        assertEquals("kind", configuration().data().target());
    }

    @Test
    public void datesAreRecognisedOrAskedAbout() throws Exception {
        data.write("a.csv", "bought;sold;kind\n31.01.2024;1/5/2019;a\n1.2.2024;2/5/2019;b\n3.2.2024;2/6/2019;a\n");
        JsonNode told = json(init(0, "--json", "a.csv"));
        assertEquals(
                List.of(
                        "are the dates of column sold written as d/M/yyyy or as M/d/yyyy? Their values allow both, so they are"
                                + " kept as text: init again with --set 'data.columns.sold.dateFormat=d/M/yyyy' or the other one"),
                new ObjectMapper().convertValue(told.get("questions"), List.class));
        assertEquals("d.M.yyyy", configuration().data().columns().get("bought").dateFormat());
        assertEquals(
                ColumnType.DATE, configuration().data().columns().get("bought").type());
        assertFalse(configuration().data().columns().containsKey("sold"));
        assertEquals(Verdict.PASSED, version().verdict());
        Files.delete(project.resolve("cd4ml.yaml"));
        String again = init(0, "--set", "data.columns.sold.dateFormat=M/d/yyyy", "a.csv");
        assertFalse(again, again.contains("unclear"));
        assertEquals(Verdict.PASSED, version().verdict());
    }

    /** What pandas.read_csv(thousands=",") reads: a mean of 8412 / 2 + 999 / 2. */
    @Test
    public void commasBeforeThreeDigitsSeparateThousands() throws Exception {
        data.write("a.csv", "price,kind\n\"8,412\",a\n999,b\n\"8,412\",a\n999,b\n");
        String told = init(0, "a.csv");
        assertTrue(told, told.contains("  data.thousands: , (every comma in a number is followed by three digits)\n"));
        assertFalse(told, told.contains("data.decimal"));
        assertEquals(",", configuration().data().thousands());
        assertEquals(".", configuration().data().decimal());
        VersionDataDetail detail = (VersionDataDetail) version().detail();
        assertEquals("integer", detail.columns().get(0).type());
        assertEquals(4705.5, detail.columns().get(0).mean(), 0);
    }

    @Test
    public void everyNotationOfNumbersIsGuessedAndShown() throws Exception {
        for (String[] expected : new String[][] {
            // rows, decimal, thousands, mean of the first column
            {"p;q\n1,5;a\n2,5;b\n", ",", null, "2.0"},
            {"p;q\n0,125;a\n0,375;b\n", ",", null, "0.25"},
            {"p;q\n1.234,5;a\n0,5;b\n", ",", ".", "617.5"},
            {"p;q\n8,412;a\n1,000;b\n", ".", ",", "4706.0"},
            {"p,q\n\"1,234.5\",a\n0.5,b\n", ".", ",", "617.5"},
            {"p,q\n\"1,234,567\",a\n\"1,234,569\",b\n", ".", ",", "1234568.0"},
            {"p,q\n1'234.5,a\n0.5,b\n", ".", "'", "617.5"},
            {"p;q\n1 234;a\n2;b\n", ".", " ", "618.0"},
            {"p;q\n12 345,5;a\n0,5;b\n", ",", " ", "6173.0"}
        }) {
            Files.deleteIfExists(project.resolve("cd4ml.yaml"));
            data.write("a.csv", expected[0]);
            JsonNode told = json(init(0, "--json", "--set", "data.target=q", "a.csv"));
            assertEquals(expected[0], expected[1], configuration().data().decimal());
            assertEquals(expected[0], expected[2], configuration().data().thousands());
            List<String> keys = told.get("guesses").findValuesAsText("key");
            assertEquals(expected[0], expected[1].equals(","), keys.contains("data.decimal"));
            assertEquals(expected[0], expected[2] != null, keys.contains("data.thousands"));
            VersionDataDetail detail = (VersionDataDetail) version().detail();
            assertEquals(
                    expected[0],
                    Double.parseDouble(expected[3]),
                    detail.columns().get(0).mean(),
                    1e-9);
        }
    }

    /** Neither notation fits both columns, so each keeps what it is, and the other one is named. */
    @Test
    public void aQuotedDecimalCommaBetweenCommasIsNotGuessed() throws Exception {
        data.write("a.csv", "p,q,kind\n\"1,5\",2.5,a\n\"2,5\",0.5,b\n");
        init(0, "a.csv");
        assertEquals(".", configuration().data().decimal());
        assertNull(configuration().data().thousands());
        version();
        assertEquals(
                List.of(
                        "column p is kept as text, though its values look like numbers with thousands separators or decimal"
                                + " commas ('1,5' at a.csv:2): set data.thousands or data.decimal, or declare its type as text under"
                                + " data.columns"),
                events.warnings);
    }

    @Test
    public void whatIsToldIsNotGuessed() throws Exception {
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

    private String init(int exitCode, String... arguments) throws Exception {
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

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private Configuration configuration() throws IOException {
        return ConfigurationReader.read(project, "cd4ml.yaml", Map.of());
    }

    private final RecordedEvents events = new RecordedEvents();

    private StageOutcome version() throws IOException {
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
