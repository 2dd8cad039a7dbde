package io.jenkins.cd4ml.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.ColumnType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ConfigurationReaderTest {
    private static final String WEATHER =
            """
            model: seattle-weather
            data:
              path: data/*.csv
              key: date
              target: weather
              columns:
                wind: {type: decimal, sensitive: true}
              expect:
                - {column: precipitation, min: 0}
                - {column: weather, in: [drizzle, fog, 1]}
            split: {by: date, train: "..2014-06-30", validation: "..2014-12-31", test: "..2015-12-31"}
            train: {algorithm: mlp, hidden: [32], epochs: 60, seed: 7, classWeights: {rain: 2}}
            validate:
              gates:
                - {metric: accuracy, min: 0.75, on: lowerBound}
                - {metric: recall, class: no, versus: champion, margin: 0.01}
            drift:
              tests:
                wind: {test: psi, threshold: 0.2}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void endlessNestingIsASentence() {
        InputException deep =
                assertThrows(InputException.class, () -> read("model: x\ndata: " + "[".repeat(200_000), Map.of()));
        assertEquals("cd4ml.yaml: is nested too deeply to be read", deep.getMessage());
    }

    @Test
    public void aListOfAHundredThousandValuesIsRead() throws Exception {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            values.append(i == 0 ? "" : ",").append(i);
        }
        List<String> read = read(
                        "model: m\ndata: {path: d.csv, expect: [{column: id, in: [" + values + "]}]}\n", Map.of())
                .data()
                .expect()
                .get(0)
                .in();
        assertEquals(100_000, read.size());
        assertEquals("99999", read.get(99_999));
    }

    @Test
    public void depthAndAliasesHaveSentencesOfTheirOwn() {
        assertProblem(
                "cd4ml.yaml:1: is nested more than 50 levels deep, or an alias that contains itself",
                "data: " + "[".repeat(60) + "1" + "]".repeat(60) + "\n");
        assertProblem(
                "cd4ml.yaml:1: is nested more than 50 levels deep, or an alias that contains itself",
                "data: &a [*a]\n");
        StringBuilder bomb = new StringBuilder("a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n");
        for (int i = 1; i < 6; i++) {
            bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "*a" + (i - 1) + "]\n");
        }
        InputException many = assertThrows(InputException.class, () -> read(bomb.toString(), Map.of()));
        assertEquals(
                "cd4ml.yaml:1: is more than the 600,000 values that a configuration may have, those counted again that aliases"
                        + " repeat",
                many.getMessage());
    }

    @Test
    public void readsWhatTheDesignShows() throws Exception {
        Configuration read = read(WEATHER, Map.of());

        assertEquals("seattle-weather", read.model());
        assertEquals(List.of("data/*.csv"), read.data().path());
        assertEquals(List.of("date"), read.data().key());
        assertEquals(ColumnType.DECIMAL, read.data().columns().get("wind").type());
        assertEquals("0", read.data().expect().get(0).min());
        assertEquals(List.of("drizzle", "fog", "1"), read.data().expect().get(1).in());
        assertEquals(SplitSettings.Method.TIME, read.split().method());
        assertEquals("..2014-06-30", read.split().train());
        assertEquals(TrainSettings.Algorithm.MLP, read.train().algorithm());
        assertEquals(Map.of("rain", 2.0), read.train().classWeights().weights());
        assertEquals(
                ValidateSettings.Bound.LOWER, read.validate().gates().get(0).on());
        assertEquals("no", read.validate().gates().get(1).label());
        assertEquals(0.2, read.drift().tests().get("wind").threshold(), 0);
    }

    @Test
    public void fillsInDefaults() throws Exception {
        Configuration read = read("model: m\ndata: {path: d.csv}\n", Map.of());

        assertEquals("0.7", read.split().train());
        assertEquals(List.of(10, 50, 100), read.deploy().steps());
        assertEquals(List.of("onnx"), read.packaging().formats());
        assertEquals(List.of("training"), read.drift().reference());
        assertNull("a folder below the project, which the stores know", read.store());
    }

    @Test
    public void argumentsReplaceKeysAndKeepTheirNeighbours() throws Exception {
        Configuration read = read(WEATHER, Map.of("train", Map.of("epochs", 5, "hidden", List.of(8, 4))));

        assertEquals(Integer.valueOf(5), read.train().epochs());
        assertEquals(List.of(8, 4), read.train().hidden());
        assertEquals(Long.valueOf(7), read.train().seed());
    }

    @Test
    public void unknownKeyNamesLineAndNearestKey() {
        assertProblem(
                "cd4ml.yaml:4: 'train.epoch' is not a key of 'train'; did you mean 'epochs'?",
                "model: m\ndata: {path: d.csv}\ntrain:\n  epoch: 3\n");
        assertProblem(
                "cd4ml.yaml:3: 'trian' is not a key of the file; did you mean 'train'?",
                "model: m\ndata: {path: d.csv}\ntrian:\n  epochs: 3\n");
    }

    @Test
    public void keyOfAnotherSectionNamesThatSection() {
        assertProblem(
                "cd4ml.yaml:3: 'gates' is not a key of the file; did you mean 'validate.gates'?",
                "model: m\ndata: {path: d.csv}\ngates: []\n");
        assertProblem(
                "cd4ml.yaml:2: 'data.seed' is not a key of 'data'; did you mean 'split.seed' or 'train.seed' or 'validate.seed'?",
                "model: m\ndata: {path: d.csv, seed: 3}\n");
    }

    @Test
    public void unknownKeyWithoutANearOneListsThem() {
        assertProblem(
                "cd4ml.yaml:2: 'data.zzzzzzzz' is not a key of 'data'; the keys there are path, format, delimiter,"
                        + " header, names, skipLines, comment, escape, decimal, thousands, timezone, encoding, missing, key, target, task, features, exclude, labels, columns, expect, images",
                "model: m\ndata: {path: d.csv, zzzzzzzz: 1}\n");
    }

    @Test
    public void wrongTypesSayWhatIsRight() {
        assertProblem(
                "cd4ml.yaml:3: 'train.epochs' must be a whole number, not 'many'",
                "model: m\ndata: {path: d.csv}\ntrain: {epochs: many}\n");
        assertProblem(
                "cd4ml.yaml:3: 'train' must be a mapping of keys to values, not a list",
                "model: m\ndata: {path: d.csv}\ntrain: [1]\n");
        assertProblem(
                "cd4ml.yaml:3: 'train.algorithm' must be one of linear, mlp, cnn, xgboost, command, not 'xgb'",
                "model: m\ndata: {path: d.csv}\ntrain: {algorithm: xgb}\n");
        assertProblem(
                "cd4ml.yaml:3: 'train.dropout' must be below 1, not '1'",
                "model: m\ndata: {path: d.csv}\ntrain: {dropout: 1}\n");
        assertProblem(
                "cd4ml.yaml:1: 'model' must be: the model's name: lower-case letters, digits, . _ -, not '../x'",
                "model: ../x\ndata: {path: d.csv}\n");
    }

    @Test
    public void missingKeysSayWhatTheyAreFor() {
        assertProblem("cd4ml.yaml: 'data' is missing: what the data set is", "model: m\n");
        assertProblem(
                "cd4ml.yaml:2: 'data.path' is missing: files, folders or globs, relative to the project",
                "model: m\ndata: {target: x}\n");
    }

    @Test
    public void severalProblemsAreCounted() {
        assertProblem(
                "cd4ml.yaml:3: 'train.epoch' is not a key of 'train'; did you mean 'epochs'? (and 1 more below it)",
                "model: m\ndata: {path: d.csv}\ntrain: {epoch: 1}\ndeploy: {prot: 1}\n");
    }

    @Test
    public void rulesThatNoSchemaHas() {
        assertProblem(
                "cd4ml.yaml:5: this gate on accuracy checks nothing: add min, max or 'versus: champion'",
                "model: m\ndata: {path: d.csv}\nvalidate:\n  gates:\n    - {metric: accuracy}\n");
        assertProblem(
                "cd4ml.yaml:3: 'deploy.steps' must end with 100: the candidate takes over or it does not",
                "model: m\ndata: {path: d.csv}\ndeploy: {steps: [10, 50]}\n");
        assertProblem(
                "cd4ml.yaml:3: this expectation needs 'column': min, max, in, matches, type and completeness speak of"
                        + " one",
                "model: m\ndata: {path: d.csv, expect:\n  [{min: 3}]}\n");
    }

    @Test
    public void brokenYaml() {
        assertProblem("cd4ml.yaml:2: not YAML: mapping values are not allowed here", "model: m\n  data: x: y\n");
        assertProblem("cd4ml.yaml:1: must begin with keys such as model: and data:", "- a\n");
        assertProblem("cd4ml.yaml:1: must begin with keys such as model: and data:", "");
        assertProblem(
                "cd4ml.yaml:3: the key 'model' stands here again, first in line 1: remove one of them",
                "model: m\ndata: {path: d.csv}\nmodel: n\n");
    }

    @Test
    public void noFile() {
        InputException e = assertThrows(
                InputException.class,
                () -> ConfigurationReader.read(folder.getRoot().toPath(), "cd4ml.yaml", Map.of()));
        assertEquals(
                "there is no cd4ml.yaml in " + folder.getRoot()
                        + ": write one with at least model: and data: {path: …}, or name another with --config",
                e.getMessage());
    }

    @Test
    public void aWrongArgumentIsCalledThat() {
        InputException e =
                assertThrows(InputException.class, () -> read(WEATHER, Map.of("train", Map.of("epochs", "many"))));
        assertEquals("argument 'train.epochs' must be a whole number, not 'many'", e.getMessage());
    }

    @Test
    public void aFolderAndAHugeFileAreNotParsed() throws Exception {
        Path project = folder.getRoot().toPath();
        Files.createDirectory(project.resolve("conf"));
        assertEquals(
                "conf is a folder, not a configuration file: name the file in it with --config",
                assertThrows(InputException.class, () -> ConfigurationReader.read(project, "conf", Map.of()))
                        .getMessage());
        Files.writeString(project.resolve("huge.yaml"), "a: [" + "x, ".repeat(400_000) + "x]");
        assertEquals(
                "huge.yaml has 1,200,006 bytes, more than the 1,048,576 that a configuration file may have",
                assertThrows(InputException.class, () -> ConfigurationReader.read(project, "huge.yaml", Map.of()))
                        .getMessage());
    }

    private void assertProblem(String expected, String yaml) {
        InputException e = assertThrows(InputException.class, () -> read(yaml, Map.of()));
        assertEquals(expected, e.getMessage());
    }

    private Configuration read(String yaml, Map<String, ?> overrides) throws Exception {
        Path project = folder.getRoot().toPath();
        Files.writeString(project.resolve("cd4ml.yaml"), yaml);
        return ConfigurationReader.read(project, "cd4ml.yaml", overrides);
    }
}
