package io.jenkins.cd4ml.packaging.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Says what a folder is that was named in place of an ONNX file. */
final class ModelFolders {
    private ModelFolders() {}

    /** {@code an MLflow model, a folder; …}: the end of a sentence that says what to name instead. */
    static String describe(Path folder) throws IOException {
        List<String> onnx;
        try (Stream<Path> files = Files.walk(folder, 2)) {
            onnx = files.filter(file -> file.getFileName().toString().endsWith(".onnx"))
                    .filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .limit(5)
                    .toList();
        }
        String what = "a folder, not an ONNX file";
        String advice = "name an ONNX file";
        if (Files.exists(folder.resolve("MLmodel"))) {
            what = "an MLflow model, a folder, not an ONNX file";
            advice = "export the model as ONNX (mlflow.onnx, skl2onnx, torch.onnx) and name that file";
        } else if (Files.exists(folder.resolve("saved_model.pb"))) {
            what = "a SavedModel of TensorFlow, a folder, not an ONNX file";
            advice = "export it with tf2onnx and name that file";
        }
        return what + ": " + (onnx.isEmpty() ? advice : "name the file in it, " + String.join(" or ", onnx));
    }
}
