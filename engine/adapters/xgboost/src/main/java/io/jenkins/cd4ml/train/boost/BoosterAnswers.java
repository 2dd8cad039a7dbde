package io.jenkins.cd4ml.train.boost;

import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** What XGBoost says of rows. */
final class BoosterAnswers {
    private BoosterAnswers() {}

    /** For inputs [rows, inputs] probabilities [rows, classes], or numbers [rows, 1] in the target's unit. */
    static Predictions of(ModelSpec spec, Path file, Tensor inputs) throws XGBoostError {
        Booster booster = XGBoost.loadModel(file.toString());
        DMatrix rows = matrix(inputs);
        try {
            double[][] answers = answers(spec, booster.predict(rows));
            boolean classes = spec.task() == Task.CLASSIFICATION;
            for (double[] row : answers) {
                Arrays.setAll(row, i -> spec.inUnits(row[i]));
            }
            return new Predictions(spec.classes(), answers, false, classes);
        } finally {
            rows.dispose();
            booster.dispose();
        }
    }

    /** By row probabilities, or the standardised number; of two classes XGBoost gives the probability of the second alone. */
    static double[][] answers(ModelSpec spec, float[][] outputs) {
        boolean two = spec.classes().size() == 2;
        double[][] answers = new double[outputs.length][];
        for (int row = 0; row < outputs.length; row++) {
            float[] each = two ? new float[] {1 - outputs[row][0], outputs[row][0]} : outputs[row];
            answers[row] = new double[each.length];
            Arrays.setAll(answers[row], i -> each[i]);
        }
        return answers;
    }

    static DMatrix matrix(Tensor inputs) throws XGBoostError {
        return new DMatrix(inputs.values(), (int) inputs.shape()[0], (int) inputs.shape()[1], Float.NaN);
    }
}
