package io.jenkins.cd4ml.leak;

import static io.jenkins.cd4ml.leak.LeakedData.check;
import static io.jenkins.cd4ml.leak.LeakedData.csv;
import static io.jenkins.cd4ml.leak.LeakedData.find;
import static io.jenkins.cd4ml.leak.LeakedData.number;
import static io.jenkins.cd4ml.leak.LeakedData.yes;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.SampleTables;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

public class LeakChecksTest {
    private static final String PLAIN = "data: {path: d, target: y, key: id}\n";
    private static final String KEYLESS = "data: {path: d, target: y}\n";

    /** Each row twice with another id: 0.86 where 0.675 is possible. */
    @Test
    public void copiesAcrossTheSplitFail() throws Exception {
        Random random = new Random(1);
        String[] originals = rows(random, 600);
        String data = csv("id,a,b,c,y", 1200, i -> i + "," + originals[i % 600]);
        for (String yaml : List.of(PLAIN, KEYLESS)) {
            Check found = check(find(data, yaml), LeakChecks.COPIES);
            assertEquals(found.message(), Outcome.FAILED, found.outcome());
            assertTrue(found.message(), found.value() > 0.7);
        }
        Check kept = check(find(data, PLAIN + "validate: {leaks: {copies: warn}}\n"), LeakChecks.COPIES);
        assertEquals(Outcome.SKIPPED, kept.outcome());
        assertTrue(kept.message(), kept.message().startsWith("warning: "));
    }

    @Test
    public void aFewCopiesAmongManyRowsAreFound() throws Exception {
        Random random = new Random(2);
        String[] originals = rows(random, 1000);
        String data = csv("id,a,b,c,y", 1100, i -> i + "," + originals[i % 1000]);
        Check found = check(find(data, PLAIN), LeakChecks.COPIES);
        assertEquals(found.message(), Outcome.FAILED, found.outcome());
        assertEquals(0.07, found.value(), 0.06);
    }

    @Test
    public void copiesOfRowsWithFewValuesAreFound() throws Exception {
        Random random = new Random(3);
        String[] originals = new String[3000];
        for (int i = 0; i < originals.length; i++) {
            int first = random.nextInt(10);
            originals[i] = first + "," + random.nextInt(10) + "," + random.nextInt(10) + "," + random.nextInt(10) + ","
                    + yes(random, (first - 4.5) / 3);
        }
        Check copies =
                check(find(csv("id,a,b,c,d,y", 1600, i -> i + "," + originals[i % 800]), PLAIN), LeakChecks.COPIES);
        assertEquals(copies.message(), Outcome.FAILED, copies.outcome());
        Check none = check(find(csv("id,a,b,c,d,y", 3000, i -> i + "," + originals[i]), PLAIN), LeakChecks.COPIES);
        assertEquals(none.message(), Outcome.PASSED, none.outcome());
        assertTrue(none.message(), none.value() > 0.05);
    }

    /** As 32-bit floats seconds since 1970 are 128 apart: ten rows in a row would be one, and their targets agree by half. */
    @Test
    public void rowsThatDifferBySecondsAreNoCopies() throws Exception {
        Random random = new Random(5);
        String data = csv("id,started,ended,y", 600, row -> {
            long started = 1_700_000_000L + 12L * row;
            return row + "," + started + "," + (started + 7) + "," + random.nextInt(2);
        });
        Check copies = check(find(data, PLAIN), LeakChecks.COPIES);
        assertEquals(copies.message(), Outcome.PASSED, copies.outcome());
    }

    @Test
    public void rowsThatRepeatByNatureAreNoCopies() throws Exception {
        Random random = new Random(4);
        for (double slope : new double[] {1, 40}) {
            String few = csv("id,a,b,c,d,e,y", 2000, i -> {
                int a = random.nextInt(2);
                int d = random.nextInt(5);
                return i + "," + a + "," + random.nextInt(2) + "," + random.nextInt(2) + "," + d + ","
                        + random.nextInt(5) + "," + yes(random, slope * (a + d / 4.0 - 1.1));
            });
            Check found = check(find(few, PLAIN), LeakChecks.COPIES);
            assertEquals(found.message(), Outcome.PASSED, found.outcome());
            assertTrue(found.message(), found.value() > 0.9);
        }
        // 40 patterns of 12 columns: columns depend on each other, rows repeat more than independent columns would have
        // it
        String[] patterns = new String[40];
        for (int p = 0; p < patterns.length; p++) {
            StringBuilder row = new StringBuilder();
            for (int j = 0; j < 12; j++) {
                row.append(random.nextInt(3)).append(',');
            }
            patterns[p] = row.toString();
        }
        for (double slope : new double[] {1, 40}) {
            String small = csv("id,a,b,c,d,e,f,g,h,j,k,l,m,y", 2000, i -> {
                int p = random.nextInt(40);
                return i + "," + patterns[p] + yes(random, slope * (p % 4 - 1.5));
            });
            Check found = check(find(small, PLAIN), LeakChecks.COPIES);
            assertTrue(found.message(), found.outcome() != Outcome.FAILED);
        }
    }

    @Test
    public void aFeatureThatGivesTheAnswerFails() throws Exception {
        Random random = new Random(5);
        String[] x = new String[500];
        int[] y = new int[500];
        for (int i = 0; i < x.length; i++) {
            double signal = random.nextGaussian();
            x[i] = number(signal);
            y[i] = yes(random, signal);
        }
        Map<String, String> leaks = Map.of(
                "number", "ROC AUC",
                "category", "ROC AUC",
                "missing", "ROC AUC",
                "middle", "ROC AUC");
        for (String leak : leaks.keySet()) {
            String data = csv(
                    "id,x,z,y",
                    500,
                    i -> i + "," + x[i] + ","
                            + switch (leak) {
                                case "number" -> number(y[i] + 0.2 * random.nextGaussian());
                                case "category" -> (y[i] == 1 ? "closed" : i % 3 == 0 ? "open" : "new");
                                case "missing" -> (y[i] == 1 ? number(random.nextGaussian()) : "");
                                default -> number(
                                        y[i] == 1
                                                ? random.nextGaussian() / 10
                                                : 3 * (i % 2 * 2 - 1) + random.nextGaussian() / 10);
                            }
                            + "," + y[i]);
            Check found = check(find(data, PLAIN), LeakChecks.FEATURE);
            assertEquals(leak + ": " + found.message(), Outcome.FAILED, found.outcome());
            assertTrue(found.message(), found.message().startsWith("column z alone gives y (" + leaks.get(leak) + " "));
        }
        Check honest = check(find(csv("id,x,y", 500, i -> i + "," + x[i] + "," + y[i]), PLAIN), LeakChecks.FEATURE);
        assertEquals(honest.message(), Outcome.PASSED, honest.outcome());
    }

    @Test
    public void aNumberThatFollowsTheTargetFails() throws Exception {
        Random random = new Random(6);
        String yaml = "data: {path: d, target: y, key: id, task: regression}\n";
        String leaked = csv("id,x,z,y", 400, i -> {
            double y = random.nextGaussian();
            return i + "," + number(y + random.nextGaussian()) + ","
                    + number(Math.exp(y + 0.02 * random.nextGaussian())) + "," + number(y);
        });
        Check found = check(find(leaked, yaml), LeakChecks.FEATURE);
        assertEquals(found.message(), Outcome.FAILED, found.outcome());
        assertTrue(found.message(), found.message().contains("column z alone gives y"));
        String honest = csv("id,x,y", 400, i -> {
            double y = random.nextGaussian();
            return i + "," + number(y + 0.3 * random.nextGaussian()) + "," + number(y);
        });
        assertEquals(
                Outcome.PASSED, check(find(honest, yaml), LeakChecks.FEATURE).outcome());
    }

    /** As iris: one of three classes is apart, which gives away only that one. */
    @Test
    public void aFeatureThatKnowsOneOfThreeClassesIsHonest() throws Exception {
        Random random = new Random(7);
        String data = csv(
                "id,x,y",
                300,
                i -> i + "," + number((i % 3 == 0 ? -9 : 1 + i % 3) + random.nextGaussian()) + ","
                        + "abc".charAt(i % 3));
        assertEquals(
                Outcome.PASSED, check(find(data, PLAIN), LeakChecks.FEATURE).outcome());
        String leaked = csv("id,x,y", 300, i -> i + "," + (i % 3 * 10 + i / 3 % 4) + "," + "abc".charAt(i % 3));
        assertEquals(
                Outcome.FAILED, check(find(leaked, PLAIN), LeakChecks.FEATURE).outcome());
    }

    @Test
    public void aKeyAmongTheFeaturesFails() throws Exception {
        Random random = new Random(8);
        // sorted by class, with overlap: the number of the row predicts
        String sorted =
                csv("nr,x,y", 400, i -> i + "," + number(random.nextGaussian()) + "," + yes(random, (i - 200) / 50.0));
        Check found = check(find(sorted, KEYLESS), LeakChecks.KEY);
        assertEquals(found.message(), Outcome.FAILED, found.outcome());
        assertTrue(
                found.message(),
                found.message().startsWith("the model reads nr, which names rows: it predicts (ROC AUC 0."));
        // the configured key, listed as a feature
        String shuffled =
                csv("id,x,y", 400, i -> i * 7919 % 400 + "," + number(random.nextGaussian()) + "," + random.nextInt(2));
        Check listed =
                check(find(shuffled, "data: {path: d, target: y, key: id, features: [id, x]}\n"), LeakChecks.KEY);
        assertEquals(Outcome.FAILED, listed.outcome());
        assertTrue(listed.message(), listed.message().startsWith("the model reads data.key id: "));
        // no key is configured, and the number predicts nothing
        Check harmless = check(find(shuffled, KEYLESS), LeakChecks.KEY);
        assertEquals(Outcome.SKIPPED, harmless.outcome());
        assertTrue(harmless.message(), harmless.message().contains("describes nothing"));
    }

    @Test
    public void wholeNumbersThatAreMeasuredNameNoRows() throws Exception {
        Random random = new Random(9);
        String data = csv("area,y", 400, i -> {
            int area = 20_000 + random.nextInt(900_000);
            return area + "," + yes(random, (area - 400_000) / 100_000.0);
        });
        assertEquals(Outcome.PASSED, check(find(data, KEYLESS), LeakChecks.KEY).outcome());
    }

    @Test
    public void groupsOnBothSidesAreSuspected() throws Exception {
        Random random = new Random(10);
        String data = csv(
                "id,patient,x,y",
                600,
                i -> i + ",p" + i % 60 + "," + number(i % 60 + 0.1 * random.nextGaussian()) + ","
                        + (i % 60 * 31 % 7 < 3 ? 1 : 0));
        LeakChecks.Findings found = find(data, PLAIN);
        Check groups = check(found, LeakChecks.GROUPS);
        assertEquals(Outcome.SKIPPED, groups.outcome());
        assertTrue(groups.message(), groups.message().endsWith("set split.group: patient"));
        assertTrue(found.remarks().contains("groups on both sides of the split"));
        assertEquals(
                Outcome.FAILED,
                check(find(data, PLAIN + "validate: {leaks: {groups: fail}}\n"), LeakChecks.GROUPS)
                        .outcome());
        assertEquals(
                Outcome.PASSED,
                check(find(data, PLAIN + "split: {group: patient}\n"), LeakChecks.GROUPS)
                        .outcome());
        // numbers instead of names, and a target that is a number
        String numbers =
                csv("id,ward,y", 600, i -> i + "," + i % 50 + "," + number(i % 50 * 37 % 50 + random.nextGaussian()));
        String yaml = "data: {path: d, target: y, key: id, task: regression}\n";
        assertEquals(
                Outcome.SKIPPED, check(find(numbers, yaml), LeakChecks.GROUPS).outcome());
    }

    @Test
    public void aMeasuredNumberThatPredictsIsNoGroup() throws Exception {
        Random random = new Random(11);
        String data = csv("id,age,y", 800, i -> {
            int age = 18 + random.nextInt(60);
            return i + "," + age + "," + (age > 50 ? 1 : 0);
        });
        assertEquals(Outcome.PASSED, check(find(data, PLAIN), LeakChecks.GROUPS).outcome());
        String region = csv("id,region,y", 800, i -> i + ",r" + random.nextInt(40) + "," + random.nextInt(2));
        assertEquals(
                Outcome.PASSED, check(find(region, PLAIN), LeakChecks.GROUPS).outcome());
    }

    @Test
    public void datesUnderARandomSplitAreSuspected() throws Exception {
        Random random = new Random(12);
        String data = csv(
                "id,day,x,y",
                300,
                i -> i + "," + java.time.LocalDate.of(2020, 1, 1).plusDays(i) + "," + number(random.nextGaussian())
                        + "," + random.nextInt(2));
        LeakChecks.Findings found = find(data, PLAIN);
        Check dates = check(found, LeakChecks.DATES);
        assertEquals(Outcome.SKIPPED, dates.outcome());
        assertTrue(
                dates.message(),
                dates.message()
                        .endsWith(
                                "use split: {by: day, train: \"..2020-07-28\", validation: \"2020-07-29..2020-09-11\","
                                        + " test: \"2020-09-12..\"}"));
        assertEquals(List.of("dates under a random split"), found.remarks());
        String byTime = PLAIN + "split: {by: day, train: \"..2020-07-28\", test: \"2020-07-29..\"}\n";
        assertEquals(Outcome.PASSED, check(find(data, byTime), LeakChecks.DATES).outcome());
    }

    @Test
    public void rowsWithoutAKeyAreMentioned() throws Exception {
        Random random = new Random(13);
        String data = csv("a,b,c,y", 300, i -> rows(random, 1)[0]);
        LeakChecks.Findings found = find(data, KEYLESS);
        assertEquals(List.of("no data.key"), found.remarks());
        assertEquals(Outcome.SKIPPED, check(found, LeakChecks.NO_KEY).outcome());
        assertTrue(find(data, KEYLESS + "validate: {leaks: off}\n").checks().isEmpty());
        LeakChecks.Findings warned = find(data, KEYLESS + "validate: {leaks: warn}\n");
        assertEquals(6, warned.checks().size());
        assertEquals(
                Outcome.FAILED,
                check(find(data, KEYLESS + "validate: {leaks: {noKey: fail}}\n"), LeakChecks.NO_KEY)
                        .outcome());
    }

    @Test
    public void realDataHaveNoCertainLeaks() throws Exception {
        Map<String, String> projects = Map.of(
                "breast-cancer.csv", "target: diagnosis",
                "diabetes.csv", "target: progression, task: regression",
                "digits.csv", "target: digit",
                "seattle-weather.csv", "target: weather, key: date");
        for (Map.Entry<String, String> project : projects.entrySet()) {
            Table table = SampleTables.read(
                    project.getKey(),
                    project.getKey().equals("diabetes.csv") ? Map.of("sex", ColumnType.CATEGORY) : Map.of());
            LeakChecks.Findings found = find(table, "data: {path: d, " + project.getValue() + "}\n");
            assertEquals(6, found.checks().size());
            for (Check check : found.checks()) {
                assertTrue(project.getKey() + ": " + check.message(), check.outcome() != Outcome.FAILED);
            }
            boolean dated = project.getKey().startsWith("seattle");
            assertEquals(
                    project.getKey(),
                    dated ? List.of("dates under a random split") : List.of("no data.key"),
                    found.remarks());
        }
    }

    /** Three numbers and a class that they tell in 67 of 100 cases. */
    private static String[] rows(Random random, int count) {
        String[] rows = new String[count];
        for (int i = 0; i < count; i++) {
            double a = random.nextGaussian();
            rows[i] = number(a) + "," + number(random.nextGaussian()) + "," + number(random.nextGaussian()) + ","
                    + yes(random, a);
        }
        return rows;
    }
}
