package io.jenkins.cd4ml.deploy.canary;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.deploy.log.RowJson;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows that are replayed, with their known answers.
 *
 * @param dataVersion the data version they are of
 * @param table the rows as the training reads them
 * @param places by row its number in the data version, counted from 1
 * @param bodies by row the body of a request, {@code {"rows": [{…}]}}, with the values as the training read them
 * @param texts by row the body of one with the values as texts, as they stand in the files; empty for images
 * @param labels by row the right class; empty for regression
 * @param numbers by row the right number; empty for classification
 * @param judged by row whether its answer may be judged: neither version was trained on it
 */
public record HeldOutRows(
        String dataVersion,
        Task task,
        Table table,
        int[] places,
        List<byte[]> bodies,
        List<byte[]> texts,
        List<String> labels,
        double[] numbers,
        boolean[] judged) {
    private static final int MOST = 10_000;

    /** The run's test rows; where there are none, its validation rows; of more than {@value #MOST} as many. All of them may be judged. */
    public static HeldOutRows of(StageContext context) throws IOException {
        Configuration configuration = context.configuration();
        Table all = TableLoader.ofRun(context);
        LearningTask task = LearningTask.of(configuration, all);
        Split split = Split.of(configuration, task, all);
        int[] held = some(split.test().length > 0 ? split.test() : split.validation());
        if (held.length == 0) {
            throw new InputException("there are no held-out rows to replay: give 'split.test' a share, or use"
                    + " 'deploy.traffic: live'");
        }
        Table table = all.select(held);
        List<String[]> texts =
                configuration.data().images() == null ? TableLoader.textsOfRun(context, held) : List.of();
        boolean[] judged = new boolean[held.length];
        List<byte[]> bodies = new ArrayList<>();
        List<byte[]> bodiesOfTexts = new ArrayList<>();
        for (int i = 0; i < held.length; i++) {
            judged[i] = true;
            bodies.add(body(table, task.target(), i));
            if (!texts.isEmpty()) {
                bodiesOfTexts.add(body(table.schema(), texts.get(i), task.target()));
            }
        }
        boolean classes = task.task() == Task.CLASSIFICATION;
        List<String> labels = new ArrayList<>();
        for (int i = 0; classes && i < held.length; i++) {
            labels.add(table.column(task.target()).text(i));
        }
        return new HeldOutRows(
                Manifest.read(context.run().manifest()).version(),
                task.task(),
                table,
                IntStream.of(held).map(row -> row + 1).toArray(),
                List.copyOf(bodies),
                List.copyOf(bodiesOfTexts),
                List.copyOf(labels),
                classes ? new double[0] : task.numbers(table),
                judged);
    }

    /** All of them, or as many as are kept in memory, at equal distances. */
    private static int[] some(int[] rows) {
        return rows.length <= MOST
                ? rows
                : IntStream.range(0, MOST)
                        .map(i -> rows[(int) ((long) i * rows.length / MOST)])
                        .toArray();
    }

    /** The same without judging the rows that one of the versions was trained on. */
    public HeldOutRows notTrainedOn(List<TrainingKeys> trained) {
        boolean[] others = new boolean[size()];
        for (int i = 0; i < others.length; i++) {
            long key = table.keys()[i];
            others[i] = judged[i] && trained.stream().noneMatch(keys -> keys.contains(key));
        }
        return new HeldOutRows(dataVersion, task, table, places, bodies, texts, labels, numbers, others);
    }

    public int size() {
        return bodies.size();
    }

    /**
     * The body for a row. In each second round through the rows, the first one included, their texts are sent as they stand in the files, so
     * that a server that reads them in another way answers otherwise; in the others the values that training read, as a program sends them.
     */
    byte[] body(int row, long round) {
        return (round % 2 == 0 && !texts.isEmpty() ? texts : bodies).get(row);
    }

    private static byte[] body(Schema schema, String[] texts, String target) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode row = body.putArray("rows").addObject();
        for (int i = 0; i < texts.length; i++) {
            String name = schema.columns().get(i).name();
            if (!name.equals(target)) {
                row.put(name, texts[i]);
            }
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] body(Table table, String target, int row) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("rows")
                .add(RowJson.of(table, row, column -> !column.name().equals(target)));
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
