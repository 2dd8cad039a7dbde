package io.jenkins.cd4ml.train.boost;

import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import java.nio.file.Path;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** What XGBoost says of rows. */
final class BoosterAnswers {
    private BoosterAnswers() {}

    /** For inputs [rows, inputs] probabilities [rows, classes], or numbers [rows, 1] in the target's unit. */
    static Tensor of(ModelSpec spec, Path file, Tensor inputs) throws XGBoostError {
        Booster booster = XGBoost.loadModel(file.toString());
        DMatrix rows = matrix(inputs);
        try {
            float[][] answers = probabilities(spec, booster.predict(rows));
            int width = Math.max(1, spec.classes().size());
            float[] values = new float[answers.length * width];
            for (int row = 0; row < answers.length; row++) {
                for (int i = 0; i < width; i++) {
                    values[row * width + i] = spec.task() == Task.CLASSIFICATION
                            ? answers[row][i]
                            : answers[row][i] * spec.targetScale() + spec.targetShift();
                }
            }
            return Tensor.matrix(answers.length, width, values);
        } finally {
            rows.dispose();
            booster.dispose();
        }
    }

    /** Of two classes XGBoost tells the second one's probability alone. */
    static float[][] probabilities(ModelSpec spec, float[][] answers) {
        if (spec.classes().size() != 2) {
            return answers;
        }
        float[][] both = new float[answers.length][];
        for (int row = 0; row < answers.length; row++) {
            both[row] = new float[] {1 - answers[row][0], answers[row][0]};
        }
        return both;
    }

    static DMatrix matrix(Tensor inputs) throws XGBoostError {
        return new DMatrix(inputs.values(), (int) inputs.shape()[0], (int) inputs.shape()[1], Float.NaN);
    }
}
