package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.table.ColumnType;
import java.nio.file.Files;
import java.util.List;
import org.junit.Test;

/** What {@code cd4ml init} finds out by itself. */
public class InitCommandTest extends InitFixture {
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
}
