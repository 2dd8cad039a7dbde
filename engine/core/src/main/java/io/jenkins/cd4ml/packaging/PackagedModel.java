package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.data.TableFile;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.PredictionFile;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A packaged model asked through ONNX Runtime in a process of its own, as it will be when it serves. */
public final class PackagedModel {
    /** The runtime pack that a packaged model needs. */
    static final String RUNTIME = "onnxruntime";

    private PackagedModel() {}

    /**
     * Predicts all rows of a table, in their order. Only the columns that the model reads leave this process.
     *
     * @throws InputException where the package is damaged, or the table lacks a column that the model reads
     */
    public static Predictions predict(StageContext context, Path packageFolder, Table rows)
            throws IOException, InterruptedException {
        PackageManifest manifest = PackageReader.read(packageFolder).manifest();
        if (rows.rows() == 0) {
            return new Predictions(manifest.classes(), new double[0][]);
        }
        try (StagedFolder work = StagedFolder.beside(context.run().path().resolve("predict"))) {
            Path inputs = work.path().resolve("rows");
            Path outputs = work.path().resolve("predictions.safetensors");
            TableFile.write(read(manifest, rows), inputs);
            List<String> arguments =
                    List.of(packageFolder.toAbsolutePath().toString(), inputs.toString(), outputs.toString());
            WorkerSpec spec = new WorkerSpec(OnnxWorker.class, List.of(RUNTIME), List.of(), arguments);
            if (ModelSpec.isMadeElsewhere(manifest.algorithm())) {
                // Nobody here made the graph: its process answers for no other model.
                Worker.runAlone(context, spec);
            } else {
                Worker.run(context, spec);
            }
            return PredictionFile.read(outputs, manifest.classes());
        }
    }

    private static Table read(PackageManifest manifest, Table rows) {
        List<Column> columns = new ArrayList<>();
        List<ColumnValues> values = new ArrayList<>();
        for (Column wanted : manifest.schema().columns()) {
            Column column = InputBatch.require(manifest, rows, wanted.name());
            columns.add(column);
            values.add(rows.column(column.name()));
        }
        return new Table(new Schema(columns), values, rows.keys());
    }
}
