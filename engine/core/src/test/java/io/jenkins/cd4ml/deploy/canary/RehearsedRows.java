package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.util.List;
import java.util.stream.IntStream;

/** Held-out rows that have nothing but labels and what the package answers; row i is row i + 11 of the data. */
final class RehearsedRows {
    private RehearsedRows() {}

    static PairedAnswers of(Task task, List<String> labels, double[] numbers, double[][] packaged) {
        return of(task, labels, numbers, packaged, false);
    }

    /** {@code single}: the package answers with 32-bit floats. */
    static PairedAnswers of(Task task, List<String> labels, double[] numbers, double[][] packaged, boolean single) {
        int n = Math.max(labels.size(), numbers.length);
        boolean[] judged = new boolean[n];
        java.util.Arrays.fill(judged, true);
        int[] places = IntStream.range(11, 11 + n).toArray();
        HeldOutRows rows = new HeldOutRows(
                "sha256:d",
                task,
                new Table(new Schema(List.of()), List.of(), new long[n]),
                places,
                IntStream.range(0, n).mapToObj(i -> new byte[0]).toList(),
                List.of(),
                labels,
                numbers,
                judged);
        List<String> classes =
                task == Task.CLASSIFICATION ? labels.stream().distinct().toList() : List.of();
        return new PairedAnswers(
                rows, new ServedAnswers(new Predictions(classes, packaged, false, single), places, 1e-4));
    }
}
