package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.data.LoadedData;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Predictions from a file, in a project in which nothing was ever trained. */
public class PredictedRowsTest {
    private static final String CANCER =
            "path: data/breast-cancer.csv\ntarget: diagnosis\nkey: [mean_radius, mean_texture, mean_area]\n";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private JudgedProject project;
    private List<String> keys;
    private List<String> truth;

    @Before
    public void open() throws Exception {
        project = new JudgedProject(folder.getRoot().toPath().toRealPath()).data("breast-cancer.csv", CANCER);
        List<String> lines = Files.readAllLines(project.folder.resolve("data/breast-cancer.csv"));
        List<String> header = List.of(lines.get(0).split(","));
        keys = new ArrayList<>();
        truth = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            keys.add(cells[header.indexOf("mean_radius")] + "," + cells[header.indexOf("mean_texture")] + ","
                    + cells[header.indexOf("mean_area")]);
            truth.add(cells[header.indexOf("diagnosis")]);
        }
    }

    @Test
    public void probabilitiesFindTheirRowsInAnyOrder() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int row = keys.size() - 1; row >= 0; row--) {
            // wrong about every tenth row
            boolean malignant = truth.get(row).equals("malignant") != (row % 10 == 0);
            lines.add(keys.get(row) + "," + (malignant ? 0.8 : 0.3));
        }
        write("mean_radius,mean_texture,mean_area,probability_malignant", lines);
        ValidateModelDetail detail = judge("gates: [{metric: brier, max: 0.2}]");
        assertEquals(569, detail.rows());
        assertEquals("preds.csv", detail.source());
        assertEquals(1 - 57.0 / 569, value(detail, "accuracy"), 1e-12);
        assertTrue(value(detail, "roc_auc") > 0.85);
        assertNull(detail.importance());
    }

    /** As a program writes them that was trained on 0 and 1. */
    @Test
    public void otherWordsForTheClassesAreThoseOfDataLabels() throws Exception {
        project.withoutData(CANCER + "labels: {0: malignant, 1: benign}\n");
        List<String> labels = new ArrayList<>();
        List<String> probabilities = new ArrayList<>();
        for (int row = 0; row < keys.size(); row++) {
            int code = truth.get(row).equals("malignant") != (row % 10 == 0) ? 0 : 1;
            labels.add(keys.get(row) + "," + code);
            probabilities.add(keys.get(row) + "," + code + "," + (code == 0 ? "0.8,0.2" : "0.3,0.7"));
        }
        write("mean_radius,mean_texture,mean_area,prediction", labels);
        assertEquals(1 - 57.0 / 569, value(judge("gates: []"), "accuracy"), 1e-12);
        write("mean_radius,mean_texture,mean_area,prediction,probability_0,probability_1", probabilities);
        ValidateModelDetail detail = judge("gates: []");
        assertEquals(1 - 57.0 / 569, value(detail, "accuracy"), 1e-12);
        assertTrue(value(detail, "roc_auc") > 0.85);
        labels.set(3, keys.get(3) + ",2");
        write("mean_radius,mean_texture,mean_area,prediction", labels);
        refused("preds.csv: row 4 predicts '2', which column diagnosis of the data never has", "");
    }

    /** 10,000,000.25 is no 32-bit float: the nearest one is a quarter away. */
    @Test
    public void numbersAreReadIn64Bits() throws Exception {
        project.withoutData(CANCER.replace("target: diagnosis", "target: mean_perimeter\ntask: regression"));
        List<String> lines = new ArrayList<>();
        keys.forEach(key -> lines.add(key + ",10000000.25"));
        write("mean_radius,mean_texture,mean_area,prediction", lines);
        List<String> rows = Files.readAllLines(project.folder.resolve("data/breast-cancer.csv"));
        int column = List.of(rows.get(0).split(",")).indexOf("mean_perimeter");
        double mean = rows.stream()
                .skip(1)
                .mapToDouble(row -> Double.parseDouble(row.split(",")[column]))
                .average()
                .orElseThrow();
        assertEquals(10_000_000.25 - mean, value(judge("gates: []"), "mae"), 1e-6);
    }

    @Test
    public void labelsWillDo() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < keys.size(); row++) {
            lines.add(keys.get(row) + "," + truth.get(row));
        }
        write("mean_radius,mean_texture,mean_area,prediction", lines);
        ValidateModelDetail detail = judge("split: validation");
        assertEquals(1, value(detail, "accuracy"), 0);
        assertTrue(detail.rows() < 200);
        refused(
                "validate.importance: a file of predictions cannot be asked about shuffled rows; remove it, or judge a model",
                "importance: {}");
        lines.set(4, keys.get(4) + ",ill");
        write("mean_radius,mean_texture,mean_area,prediction", lines);
        refused("preds.csv: row 5 predicts 'ill', which column diagnosis of the data never has", "");
    }

    @Test
    public void whatTheDataAreWrittenLikeDoesNotMatter() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < keys.size(); row++) {
            lines.add((keys.get(row) + "," + (truth.get(row).equals("malignant") ? 0.8 : 0.3)).replace(',', ';'));
        }
        write("mean_radius;mean_texture;mean_area;probability_malignant", lines);
        Path file = project.folder.resolve("data/breast-cancer.csv");
        String plain = Files.readString(file);
        Schema schema = project.table().schema();
        rewrite(
                schema,
                plain.replace(',', ';').replace('.', ','),
                "delimiter: ';'\ndecimal: ','\nencoding: UTF-16LE\n");
        assertEquals(1, value(judge(""), "accuracy"), 0);
        List<String> names = schema.names();
        String json = plain.lines()
                .skip(1)
                .map(line -> IntStream.range(0, names.size())
                        .mapToObj(i -> "\"" + names.get(i) + "\": "
                                + (names.get(i).equals("diagnosis")
                                        ? "\"" + line.split(",")[i] + "\""
                                        : line.split(",")[i]))
                        .collect(Collectors.joining(", ", "{", "}\n")))
                .collect(Collectors.joining());
        rewrite(schema, json, "format: jsonl\n");
        assertEquals(1, value(judge(""), "accuracy"), 0);
    }

    /** Another data version: the same rows, written differently. */
    private void rewrite(Schema schema, String content, String settings) throws Exception {
        project.withoutData(CANCER + settings);
        boolean wide = settings.contains("UTF-16");
        Files.writeString(
                project.folder.resolve("data/breast-cancer.csv"),
                content,
                wide ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
        LoadedData loaded = TableLoader.ofFiles(project.context(), List.of("data/breast-cancer.csv"), schema);
        Manifest.of(loaded.table().schema(), loaded.files())
                .write(project.context().run().manifest());
    }

    @Test
    public void everyFlawOfTheFileIsNamed() throws Exception {
        String head = "mean_radius,mean_texture,mean_area,";
        write(head + "probability_benign,probability_malignant", List.of(keys.get(0) + ",0.5,0.7"));
        refused("preds.csv: the probabilities of row 1 add up to 1.2, not 1", "");
        write(head + "probability_malignant", List.of(keys.get(0) + ",1.5"));
        refused("preds.csv: row 1 has the probability 1.5, not between 0 and 1", "");
        write(head + "probability_malignant", List.of(keys.get(0) + ","));
        refused("preds.csv: row 1 has a probability that is no finite number", "");
        write(head + "probability_malignant", List.of(keys.get(0) + ",Infinity"));
        refused("preds.csv:2: column probability_malignant: ", "");
        write(head + "probability_malignant", List.of(keys.get(0) + ",0.5", keys.get(0) + ",0.6"));
        refused("preds.csv has two predictions for one key, in its rows 1 and 2: keep one", "");
        write(head + "probability_malignant", List.of(keys.get(0) + ",0.5"));
        refused(
                "preds.csv has no prediction for 568 of the 569 rows to judge; it has 1 row: predict all of them, or choose"
                        + " others with validate.split",
                "");
        write(head + "score", List.of(keys.get(0) + ",0.5"));
        refused("preds.csv:1: it has neither the column prediction nor probability_<class> columns", "");
        write("mean_radius,mean_texture,prediction", List.of("1,2,benign"));
        refused("preds.csv:1: it lacks the column mean_area of data.key, by which rows are found", "");
        Files.delete(project.folder.resolve("preds.csv"));
        refused("validate.predictions: there is no file 'preds.csv' in ", "");
        project.withoutData("path: data/breast-cancer.csv\ntarget: diagnosis\n");
        write(head + "prediction", List.of(keys.get(0) + ",benign"));
        refused("data.key: it is not set, and predictions find their rows by key", "");
    }

    @Test
    public void aModelTrainedHereIsNotJudgedOnAllRows() {
        InputException refused = assertThrows(InputException.class, () -> project.settings("split: all")
                .candidate((Table table, int row) -> new double[] {1, 0})
                .validate());
        assertTrue(
                refused.getMessage(),
                refused.getMessage()
                        .contains(
                                "'validate.split: all' would judge the model on rows it was trained on; it is for models"
                                        + " that were not trained here (validate.model, validate.predictions)"));
    }

    private ValidateModelDetail judge(String settings) throws Exception {
        return (ValidateModelDetail) project.settings("predictions: preds.csv\n" + settings)
                .validate()
                .detail();
    }

    private void refused(String message, String settings) {
        InputException refused = assertThrows(InputException.class, () -> judge(settings));
        assertTrue(refused.getMessage(), refused.getMessage().startsWith(message));
    }

    private void write(String header, List<String> lines) throws Exception {
        Files.writeString(project.folder.resolve("preds.csv"), header + "\n" + String.join("\n", lines) + "\n");
    }

    private static double value(ValidateModelDetail detail, String metric) {
        return detail.metrics().stream()
                .filter(value -> value.name().equals(metric))
                .map(MetricValue::value)
                .findFirst()
                .orElseThrow();
    }
}
