package io.jenkins.cd4ml.train.boost;

import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.runtime.WorkerMain;
import io.jenkins.cd4ml.train.TreeContributions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * A process that asks XGBoost what each input contributes to the margins of rows (SHAP values by TreeSHAP, Lundberg et al. 2020):
 * arguments are the model's folder, a file with the tensor {@code inputs} [rows, inputs], and the file to write with {@link
 * TreeContributions#CONTRIBUTIONS} [rows, outputs * (inputs + 1)], the last of each output its bias, and {@link TreeContributions#MARGINS} [rows, outputs].
 */
public final class BoostExplainWorker {
    private BoostExplainWorker() {}

    public static void main(String[] args) {
        WorkerMain.run(args, (arguments, events) -> {
            List<Path> files = arguments.stream().map(Path::of).toList();
            Tensor inputs = Safetensors.read(files.get(1)).get("inputs");
            Safetensors.write(files.get(2), explain(files.get(0).resolve(BoostPlan.BOOSTER), inputs));
        });
    }

    private static Map<String, Tensor> explain(Path file, Tensor inputs) throws XGBoostError {
        Booster booster = XGBoost.loadModel(file.toString());
        DMatrix rows = BoosterAnswers.matrix(inputs);
        try {
            return Map.of(
                    TreeContributions.CONTRIBUTIONS,
                    matrix(booster.predictContrib(rows, 0)),
                    TreeContributions.MARGINS,
                    matrix(booster.predict(rows, true)));
        } finally {
            rows.dispose();
            booster.dispose();
        }
    }

    private static Tensor matrix(float[][] rows) {
        int width = rows[0].length;
        float[] values = new float[rows.length * width];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, values, row * width, width);
        }
        return Tensor.matrix(rows.length, width, values);
    }
}
