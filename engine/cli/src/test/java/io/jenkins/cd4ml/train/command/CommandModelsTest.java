package io.jenkins.cd4ml.train.command;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.Oracle;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import io.jenkins.cd4ml.train.command.CommandTraining.Lesson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** ONNX files that programs leave, written by onnx.helper: those that must not pass the training, and one that takes a row at a time. */
public class CommandModelsTest {
    private static final String SCRIPT =
            """
            import json, sys, numpy as np, onnx
            from onnx import helper as h, numpy_helper as n, TensorProto as T
            folder = json.load(sys.stdin)
            def save(name, rows, last, **how):
                # two logits, wind and -wind; the date is read and multiplied by nothing
                nodes = [h.make_node('Cast', ['date'], ['days'], to=T.FLOAT), h.make_node('Mul', ['days', 'zero'], ['nothing']),
                         h.make_node('Add', ['wind', 'nothing'], ['x']), h.make_node('MatMul', ['x', 'w'], ['logits']), last]
                constants = [n.from_array(np.array([[1, -1]], np.float32), 'w'), n.from_array(np.zeros(1, np.float32), 'zero')]
                graph = h.make_graph(nodes, name, [h.make_tensor_value_info('date', T.INT64, [rows, 1]),
                    h.make_tensor_value_info('wind', T.FLOAT, [rows, 1])],
                    [h.make_tensor_value_info('probabilities', T.FLOAT, [rows, 2])], constants)
                onnx.save(h.make_model(graph, ir_version=8, opset_imports=[h.make_opsetid('', 13)]), f'{folder}/{name}.onnx', **how)
            softmax = h.make_node('Softmax', ['logits'], ['probabilities'], axis=1)
            save('logits', 'n', h.make_node('Identity', ['logits'], ['probabilities']))
            save('external', 'n', softmax, save_as_external_data=True, size_threshold=0, location='weights.bin')
            save('single', 1, softmax)
            save('five', 5, softmax)
            save('nan', 'n', h.make_node('Log', ['logits'], ['probabilities']))
            json.dump(0, sys.stdout)
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path project;
    private CommandTraining.Left left;

    @Before
    public void writeModels() throws Exception {
        project = folder.getRoot().toPath().toRealPath();
        Oracle.python(List.of("onnx", "numpy"), SCRIPT, "\"" + project + "\"");
    }

    @Test
    public void whatIsNoProbabilityIsRefusedInTraining() {
        assertEquals(
                "train.command: the program's model.onnx answers with scores that are no probabilities: those of row 1 of the 1 that it was asked"
                        + " about are not between 0 and 1; end it with a softmax",
                refused("cp logits.onnx $CD4ML_OUT/model.onnx"));
        assertTrue(refused("cp nan.onnx $CD4ML_OUT/model.onnx").contains("no finite number"));
    }

    @Test
    public void weightsInAnotherFileAreRefusedInTraining() {
        assertEquals(
                "the program's model.onnx keeps its tensor 'w' in another file, which is not opened: save the model as one file",
                refused("cp external.onnx $CD4ML_OUT/model.onnx; cp weights.bin $CD4ML_OUT"));
    }

    /** softmax(2.3, -2.3) by NumPy. */
    @Test
    public void aModelThatTakesOneRowIsAskedRowByRow() throws Exception {
        train("cp single.onnx $CD4ML_OUT/model.onnx");
        double[][] answers = answers(left.model());
        assertEquals(2, answers.length);
        assertArrayEquals(new double[] {0.99004811, 0.00995180}, answers[0], 1e-6);
        assertTrue(refused("cp five.onnx $CD4ML_OUT/model.onnx")
                .endsWith("it takes exactly 5 rows at once: export it for any number of rows"));
    }

    @Test
    public void theProgramsOwnAnswersAreKeptAndCheckedBesideItsModel() throws Exception {
        String answers =
                "cp single.onnx $CD4ML_OUT/model.onnx; awk -F, 'NR == 1 {print \"cd4ml_row,probability_sun,probability_rain\"}"
                        + " NR > 1 {print $1 \",0.25,SUM\"}' $CD4ML_IN/predict.csv > $CD4ML_OUT/predictions.csv";
        train(answers.replace("SUM", "0.75"));
        assertEquals("model.onnx", left.model().name());
        assertArrayEquals(
                new double[] {0.75, 0.25}, answers(left.model().predictions().orElseThrow())[0], 0);
        assertTrue(
                refused(answers.replace("SUM", "0.5")).endsWith("the probabilities of line 2 add up to 0.75, not 1"));
    }

    private double[][] answers(CommandModel model) throws Exception {
        Table table = SampleTables.read("seattle-weather.csv");
        Path work = Files.createTempDirectory(project, "work");
        return model.predict(
                        context(""), work, List.of("date", "wind"), List.of("rain", "sun"), table, new int[] {2, 3})
                .values();
    }

    private String refused(String script) {
        return assertThrows(InputException.class, () -> train(script)).getMessage();
    }

    private void train(String script) throws Exception {
        Table table = SampleTables.read("seattle-weather.csv");
        StageContext context = context(script);
        CommandTraining training = new CommandTraining(
                context,
                context.configuration().train().command(),
                Files.createTempDirectory(project, "work"),
                new Lesson("classification", "weather", List.of("date", "wind"), List.of("rain", "sun"), 7),
                table,
                new CommandRows(new int[] {0, 1}, new int[] {2}, new int[] {2, 3}));
        training.layOut();
        left = training.run();
    }

    private StageContext context(String script) throws Exception {
        Files.writeString(project.resolve("train.sh"), script);
        Configuration configuration = SampleContexts.configuration(
                "data: {path: x, target: weather}\ntrain: {algorithm: command, command: {run: [/bin/sh, train.sh]}}");
        return SampleContexts.context(project, configuration, new RecordedEvents());
    }
}
