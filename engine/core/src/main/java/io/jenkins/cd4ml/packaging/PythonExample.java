package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.TensorSignature;
import java.time.LocalDate;

/** A few lines of Python that ask the packaged model, with what stands for a missing value where values are sensitive. */
final class PythonExample {
    private PythonExample() {}

    static String of(ModelSpec spec, PackageManifest manifest) {
        StringBuilder code = new StringBuilder("import numpy, onnxruntime\n\n");
        code.append("session = onnxruntime.InferenceSession(\"")
                .append(ModelPackage.ONNX)
                .append("\", providers=[\"CPUExecutionProvider\"])\n")
                .append("row = {\n");
        for (int i = 0; i < manifest.inputs().size(); i++) {
            TensorSignature input = manifest.inputs().get(i);
            boolean sensitive = manifest.features().get(i).sensitive();
            code.append("    \"")
                    .append(input.name())
                    .append("\": ")
                    .append(array(input, spec.features().get(i), sensitive))
                    .append(",\n");
        }
        code.append("}\n");
        code.append("print(session.run([").append(answers(spec)).append("], row))\n");
        return code.toString();
    }

    private static String answers(ModelSpec spec) {
        if (spec.task() == Task.REGRESSION) {
            return "\"prediction\"";
        }
        return spec.isCommand() ? "\"probabilities\"" : "\"label\", \"probabilities\"";
    }

    private static String array(TensorSignature input, FeaturePreparation feature, boolean sensitive) {
        if (feature instanceof FeaturePreparation.Numeric numeric) {
            return "numpy.array([[" + (sensitive ? "numpy.nan" : Float.toString(numeric.fill()))
                    + "]], dtype=numpy.float32)";
        }
        if (feature instanceof FeaturePreparation.Wide wide) {
            return "numpy.array([["
                    + (sensitive || wide.fill() == null ? "numpy.nan" : Double.toString(wide.fill()))
                    + "]], dtype=numpy.float64)";
        }
        if (feature instanceof FeaturePreparation.Plain) {
            return switch (input.type()) {
                case "float" -> "numpy.array([[numpy.nan]], dtype=numpy.float32)";
                case "double" -> "numpy.array([[numpy.nan]], dtype=numpy.float64)";
                case "int64" -> "numpy.array([[\"NaT\"]], dtype=\"datetime64[D]\").astype(numpy.int64)";
                default -> "numpy.array([[\"\"]], dtype=object)";
            };
        }
        if (feature instanceof FeaturePreparation.Date date) {
            String day = sensitive ? "NaT" : LocalDate.ofEpochDay(date.fill()).toString();
            return "numpy.array([[\"" + day + "\"]], dtype=\"datetime64[D]\").astype(numpy.int64)";
        }
        if (feature instanceof FeaturePreparation.Pixels pixels) {
            return "numpy.zeros((1, " + pixels.width() + "), dtype=numpy.uint8)";
        }
        String value = sensitive
                ? ""
                : ((FeaturePreparation.Category) feature)
                        .values().stream()
                                .filter(text -> !text.isEmpty())
                                .findFirst()
                                .orElse("");
        return "numpy.array([[" + Protocol.writeLine(value) + "]], dtype=object)";
    }
}
