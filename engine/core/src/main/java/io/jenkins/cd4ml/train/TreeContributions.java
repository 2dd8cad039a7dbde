package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What each column contributes to what boosted trees say of rows: SHAP values, the inputs of a column taken together. For each
 * row and output they add up, with the bias, to the margin: the logarithm of the odds of the second of two classes, the logit of
 * each of more, or the number in the target's unit.
 *
 * @param columns that the model reads, in its order
 * @param values by row and output the contribution of each column
 * @param bias by row and output
 * @param margins by row and output
 */
public record TreeContributions(List<String> columns, double[][][] values, double[][] bias, double[][] margins) {
    /** Name of the tensor of contributions: a row for each row, for each output the model's inputs and the bias. */
    public static final String CONTRIBUTIONS = "contributions";

    /** Name of the tensor of margins, [rows, outputs]. */
    public static final String MARGINS = "margins";

    /** How far the sum of 32-bit contributions may be from the margin. */
    static final double TOLERANCE = 1e-3;

    /** Whether the model can be explained so. */
    public static boolean has(ModelSpec spec) {
        return spec.isForest();
    }

    /** Explains the predictions for those rows in a worker. */
    public static TreeContributions of(StageContext context, Path modelFolder, Table table, int[] rows)
            throws IOException, InterruptedException {
        ModelSpec spec = ModelFolder.read(modelFolder).spec();
        try (WorkFolder work = WorkFolder.in(context.run().path())) {
            Path inputs = work.path().resolve("inputs.safetensors");
            Path outputs = work.path().resolve("outputs.safetensors");
            Safetensors.write(inputs, Map.of("inputs", Preparation.tensor(spec.features(), table, rows)));
            Worker.run(
                    context,
                    Learner.of(spec).explanation(modelFolder, inputs, outputs).orElseThrow());
            return of(spec, Safetensors.read(outputs));
        }
    }

    private static TreeContributions of(ModelSpec spec, Map<String, Tensor> answers) {
        float[][] contributions = answers.get(CONTRIBUTIONS).rows();
        float[][] margins = answers.get(MARGINS).rows();
        List<String> columns =
                spec.features().stream().map(FeaturePreparation::column).toList();
        int outputs = margins[0].length;
        int inputs = spec.width();
        double[][][] values = new double[margins.length][outputs][columns.size()];
        double[][] bias = new double[margins.length][outputs];
        double[][] sums = new double[margins.length][outputs];
        // a regression's trees predict the standardised target: 0 and 1 for classes
        double scale = spec.targetScale();
        for (int row = 0; row < margins.length; row++) {
            for (int output = 0; output < outputs; output++) {
                int at = output * (inputs + 1);
                double sum = 0;
                for (int column = 0; column < columns.size(); column++) {
                    for (int i = 0; i < spec.features().get(column).width(); i++) {
                        sum += contributions[row][at];
                        values[row][output][column] += contributions[row][at++] * scale;
                    }
                }
                sum += contributions[row][at];
                bias[row][output] = spec.inUnits(contributions[row][at]);
                sums[row][output] = spec.inUnits(margins[row][output]);
                requireSum(sum, margins[row][output]);
            }
        }
        return new TreeContributions(columns, values, bias, sums);
    }

    private static void requireSum(double sum, double margin) {
        if (!(Math.abs(sum - margin) <= TOLERANCE * Math.max(1, Math.abs(margin)))) {
            throw new IllegalStateException("SHAP values add up to " + sum + ", and the margin is " + margin);
        }
    }
}
