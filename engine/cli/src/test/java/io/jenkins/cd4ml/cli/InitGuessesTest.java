package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.AfterClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

/** What {@code cd4ml init} makes of data with the columns of well-known public data sets. */
public class InitGuessesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @AfterClass
    public static void letTheJvmGo() {
        Interruption.done(0);
    }

    @Test
    public void theTargetIsTheOneThatTheDataIsKnownFor() throws Exception {
        for (String[] each : new String[][] {
            {
                "survived",
                "survived:01,pclass:123,sex:m/f,age:n,sibsp:i,fare:n,class:=pclass/First/Second/Third,"
                        + "who:m/w/c,adult_male:True/False,alive:=survived/no/yes,alone:True/False"
            },
            {
                "Churn",
                "customerID:id,gender:m/f,SeniorCitizen:01,PhoneService:Yes/No,MultipleLines:Yes/No/none,"
                        + "MonthlyCharges:n,TotalCharges:n,Churn:Yes/No"
            },
            {"price", "carat:n,cut:Ideal/Good,clarity:a/b/c,depth:n,table:n,price:i,x:n,y:n,z:n"},
            {"tip", "total_bill:n,tip:n,sex:m/f,smoker:Yes/No,day:Sun/Sat,time:Dinner/Lunch,size:123"},
            {"median_house_value", "longitude:n,latitude:n,total_rooms:i,median_house_value:i,ocean_proximity:a/b/c"},
            {"variety", "variety:a/b/c,petal_length:n,petal_width:n"},
            {"Exited", "RowNumber:row,CustomerId:id,Surname:a/b/c,Balance:n,Exited:01,Latitude:n"},
            {"kind", "kind:x/y,length_cm:n,BodyLength:n,height:n"}
        }) {
            JsonNode answer = init(rows(each[1]));
            assertEquals(each[0], guess(answer, "data.target"));
        }
    }

    @Test
    public void whatSaysTheSameAsTheTargetIsNoFeature() throws Exception {
        JsonNode answer = init(rows("survived:01,age:n,alive:=survived/no/yes,row:row,id:id"));
        assertEquals(List.of("alive", "row"), guesses(answer, "data.exclude"));
        assertEquals("id", guess(answer, "data.key"));
    }

    @Test
    public void wordFrequenciesAndYesOrNoAreNoPersonalData() throws Exception {
        JsonNode answer = init(
                rows("word_freq_address:n,word_freq_credit:n,has_phone:yes/no,email_client:a/b/c,email:mail,spam:01"));
        assertEquals("true", guess(answer, "data.columns.email.sensitive"));
        assertEquals(1, count(answer, ".sensitive"));
    }

    @Test
    public void twoWholeNumbersAreTwoClasses() throws Exception {
        JsonNode answer = init(rows("x:n,label:0.0/1.0"));
        assertEquals("classification", guess(answer, "data.task"));
        assertEquals("regression", guess(init(rows("x:n,label:0.5/1.5")), "data.task"));
    }

    @Test
    public void numbersOfTheRowsAreTheKey() throws Exception {
        JsonNode answer = init(rows(":row,x:n,label:a/b"));
        assertEquals("Unnamed: 0", guess(answer, "data.key"));
        assertEquals("label", guess(answer, "data.target"));
    }

    @Test
    public void whatStandsBeforeTheHeaderIsLeftOut() throws Exception {
        String rows = rows("x:n,label:a/b");
        assertEquals(
                "3",
                guess(init("Report of 2020\n\nmade by,me\n" + rows(("x:n,kind:a/b,label:a/b"))), "data.skipLines"));
        assertEquals("1", guess(init("sep=;\n" + rows.replace(',', ';')), "data.skipLines"));
        assertEquals("#", guess(init("# made by hand\n# again\n" + rows), "data.comment"));
        assertEquals("\\", guess(init("x,note,label\n1,\"a \\\"b\\\", c\",u\n2,\"d, e\",v\n3,f,u\n"), "data.escape"));
        for (String plain : new String[] {rows, "#x,label\n1,a\n2,b\n3,a\n", "only\n1\n2\n"}) {
            JsonNode answer = init(plain);
            assertEquals(0, count(answer, "data.skipLines") + count(answer, "data.comment"));
        }
    }

    @Test
    public void aDecimalCommaWithThreeDigitsIsNoThousandsSeparator() throws Exception {
        StringBuilder text = new StringBuilder("a\tlabel\n");
        for (int i = 0; i < 100; i++) {
            text.append(i / 10)
                    .append(',')
                    .append(100 + i * 7 % 900)
                    .append('\t')
                    .append(i % 2 == 0 ? "u" : "v")
                    .append('\n');
        }
        JsonNode answer = init(text.toString());
        assertEquals(",", guess(answer, "data.decimal"));
        assertEquals(0, count(answer, "data.thousands"));
    }

    @Test
    public void pointersAndArraysAreCalledWhatTheyAre() throws Exception {
        assertTrue(problem("d.csv.dvc", "outs:\n- md5: a\n  path: d.csv\n").contains("is DVC's description of a file"));
        assertTrue(problem("d.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
                .contains("is Git LFS's description of a file"));
        assertTrue(problem("d.json", "[{\"a\": 1}, {\"a\": 2}]").contains("is a JSON array, not JSON lines"));
        assertTrue(
                problem("d.json", "[\n  {\"a\": 1},\n  {\"a\": 2}\n]\n").contains("is a JSON array, not JSON lines"));
        assertTrue(problem("d.json", "{\n  \"a\": 1\n}\n").contains("is JSON over several lines"));
    }

    @Test
    public void whatTheEngineKeepsIsNotForGit() throws Exception {
        Path project = folder.newFolder().toPath().toRealPath();
        Files.createDirectories(project.resolve(".git"));
        Files.writeString(project.resolve(".gitignore"), "*.log");
        Files.writeString(project.resolve("d.csv"), rows("x:n,label:a/b"));
        for (int i = 0; i < 2; i++) {
            Files.deleteIfExists(project.resolve("cd4ml.yaml"));
            assertEquals(0, Main.commandLine().execute("init", "-C", project.toString(), "d.csv"));
            assertEquals("*.log\n/.cd4ml/\n", Files.readString(project.resolve(".gitignore")));
        }
    }

    /** 120 rows of columns {@code name:kind}. */
    @Test
    public void aClassThatMeansNoValueIsAskedAbout() throws Exception {
        StringBuilder text = new StringBuilder("a,b,quality\n");
        for (int row = 0; row < 40; row++) {
            String quality = row % 4 == 0 ? "NA" : row % 10 == 1 ? "None" : row % 2 == 0 ? "good" : "bad";
            text.append(row * 1.5)
                    .append(',')
                    .append(row % 3 == 0 ? "NA" : "x")
                    .append(',')
                    .append(quality)
                    .append('\n');
        }
        JsonNode answer = init(text.toString());
        assertEquals("quality", guess(answer, "data.target"));
        List<String> questions = new ArrayList<>();
        answer.get("questions").forEach(question -> questions.add(question.asText()));
        assertEquals(
                List.of(
                        "10 rows have no value of the target quality, because 'NA' means 'no value' (data.missing): where it is a"
                                + " class, set data.missing to a list without it",
                        "4 rows have no value of the target quality, because 'None' means 'no value' (data.missing): where it is a"
                                + " class, set data.missing to a list without it"),
                questions);
    }

    private static String rows(String columns) {
        Random random = new Random(7);
        String[] each = columns.split(",");
        StringBuilder text = new StringBuilder();
        for (String column : each) {
            text.append(column == each[0] ? "" : ",").append(column, 0, column.indexOf(':'));
        }
        text.append('\n');
        for (int row = 0; row < 120; row++) {
            java.util.Map<String, Integer> chosen = new java.util.HashMap<>();
            List<String> values = new ArrayList<>();
            for (String column : each) {
                String name = column.substring(0, column.indexOf(':'));
                String kind = column.substring(column.indexOf(':') + 1);
                int index = random.nextInt(3);
                String value;
                if (kind.startsWith("=")) {
                    String[] words = kind.substring(1).split("/");
                    value = words[1 + chosen.get(words[0])];
                } else if (kind.contains("/")) {
                    String[] words = kind.split("/");
                    value = words[index % words.length];
                } else {
                    value = switch (kind) {
                        case "n" -> String.valueOf(random.nextInt(100_000) / 100.0 + 0.001);
                        case "i" -> String.valueOf(random.nextInt(10_000));
                        case "row" -> String.valueOf(row);
                        case "id" -> String.valueOf(1000 + row * 7);
                        case "mail" -> "p" + row + "@example.org";
                        default -> String.valueOf(kind.charAt(index % kind.length()));};
                    index %= kind.length();
                }
                chosen.put(name, index);
                values.add(value);
            }
            text.append(String.join(",", values)).append('\n');
        }
        return text.toString();
    }

    private static String guess(JsonNode answer, String key) {
        List<String> found = guesses(answer, key);
        assertEquals(answer.toString(), 1, found.size());
        return found.get(0);
    }

    private static List<String> guesses(JsonNode answer, String key) {
        List<String> found = new ArrayList<>();
        answer.get("guesses").forEach(guess -> {
            if (guess.get("key").asText().equals(key)) {
                found.add(guess.get("value").asText());
            }
        });
        return found;
    }

    private static long count(JsonNode answer, String ending) {
        long count = 0;
        for (JsonNode guess : answer.get("guesses")) {
            count += guess.get("key").asText().endsWith(ending) ? 1 : 0;
        }
        return count;
    }

    private JsonNode init(String text) throws Exception {
        return new ObjectMapper().readTree(run(0, "d.csv", text));
    }

    private String problem(String file, String text) throws Exception {
        String said = run(2, file, text);
        assertFalse(said, said.contains("wrote"));
        return said;
    }

    private String run(int exitCode, String file, String text) throws Exception {
        Path project = folder.newFolder().toPath().toRealPath();
        Files.writeString(project.resolve(file), text);
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            CommandLine commands = Main.commandLine();
            commands.setErr(new PrintWriter(err, true));
            assertEquals(
                    err.toString() + out, exitCode, commands.execute("init", "-C", project.toString(), "--json", file));
        } finally {
            System.setOut(before);
        }
        return exitCode == 0 ? out.toString(StandardCharsets.UTF_8) : err.toString();
    }
}
