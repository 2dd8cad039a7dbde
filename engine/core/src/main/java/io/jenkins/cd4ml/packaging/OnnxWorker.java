package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.data.TableFile;
import io.jenkins.cd4ml.model.PredictionFile;
import io.jenkins.cd4ml.runtime.WorkerMain;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that asks a packaged model: arguments are the package's folder, a {@link TableFile} of rows, and the {@link PredictionFile} to
 * write.
 */
public final class OnnxWorker {
    /** Rows at once: enough to be quick, few enough to stay small. */
    private static final int BATCH = 1024;

    /** Of whole images, whose numbers between the layers are many. */
    private static final int BATCH_OF_IMAGES = 16;

    private OnnxWorker() {}

    public static void main(String[] args) {
        WorkerMain.run(
                args,
                (arguments, events) ->
                        predict(Path.of(arguments.get(0)), Path.of(arguments.get(1)), Path.of(arguments.get(2))));
    }

    private static void predict(Path packageFolder, Path rowsFile, Path outputFile) throws IOException {
        Table rows = TableFile.read(rowsFile);
        try (OnnxModel model = OnnxModel.open(packageFolder)) {
            PackageManifest manifest = model.modelPackage().manifest();
            int width = Math.max(1, manifest.classes().size());
            boolean images = rows.columns().stream().anyMatch(ColumnValues.Images.class::isInstance);
            int batch = images ? BATCH_OF_IMAGES : BATCH;
            try (PredictionFile file = PredictionFile.create(outputFile, rows.rows(), width, model.isSingle())) {
                for (int from = 0; from < rows.rows(); from += batch) {
                    int to = Math.min(rows.rows(), from + batch);
                    file.add(model.predict(InputBatch.of(manifest, rows, from, to))
                            .values());
                }
            }
        }
    }
}
