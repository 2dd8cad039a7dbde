package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How well the packaged model agrees with the trained one on the same rows.
 *
 * @param split whose rows they are
 * @param against what the packaged model was compared with
 * @param undecided rows whose two largest probabilities differ by less than the tolerance: their label may go either way
 */
record Parity(Task task, String split, String against, PackageModelDetail.Parity found, long undecided) {
    /** The model that training left, asked through the library that trained it. */
    static final String TRAINED = "the trained model";

    /**
     * Compares the answers row by row. For regression a difference is relative to the standard deviation that the target had
     * in training, and one in the last place of what the package answers with is none.
     */
    static Parity of(
            ModelSpec spec, String split, String against, Predictions trained, Predictions packaged, double tolerance) {
        requireFinite(trained);
        double largest = 0;
        long differing = 0;
        long undecided = 0;
        for (int row = 0; row < trained.rows(); row++) {
            double[] expected = trained.values()[row];
            double[] actual = packaged.values()[row];
            for (int i = 0; i < expected.length; i++) {
                largest = Math.max(largest, difference(spec, packaged, expected[i], actual[i]));
            }
            if (spec.task() == Task.CLASSIFICATION && trained.best(row) != packaged.best(row)) {
                boolean close = lead(expected, trained.best(row)) < tolerance;
                undecided += close ? 1 : 0;
                differing += close ? 0 : 1;
            }
        }
        var found = new PackageModelDetail.Parity(trained.rows(), largest, tolerance, differing);
        return new Parity(spec.task(), split, against, found, undecided);
    }

    boolean passed() {
        return found.maxDifference() <= found.tolerance() && found.labelsDiffering() == 0;
    }

    /** The checks for the result. */
    List<Check> checks(String dataVersion, String modelVersion) {
        List<Check> checks = new ArrayList<>();
        boolean close = found.maxDifference() <= found.tolerance();
        checks.add(new Check(
                "largest difference <= " + plain(found.tolerance()),
                "parity",
                close ? Outcome.PASSED : Outcome.FAILED,
                found.maxDifference(),
                found.tolerance(),
                "<=",
                null,
                found.rows(),
                dataVersion,
                modelVersion,
                "the packaged model and " + against + " differ by at most " + plain(found.maxDifference())
                        + (task == Task.REGRESSION ? " standard deviations of the target" : " in a probability")
                        + " on "
                        + found.rows() + " " + split + " rows, "
                        + (close ? "within " : "more than the tolerance of ") + plain(found.tolerance())));
        if (task == Task.CLASSIFICATION) {
            checks.add(new Check(
                    "no label differs",
                    "parity",
                    found.labelsDiffering() == 0 ? Outcome.PASSED : Outcome.FAILED,
                    (double) found.labelsDiffering(),
                    0.0,
                    "=",
                    null,
                    found.rows(),
                    dataVersion,
                    modelVersion,
                    "the packaged model and " + against + " give different labels to " + found.labelsDiffering()
                            + " of "
                            + found.rows() + " " + split + " rows"
                            + (undecided == 0
                                    ? ""
                                    : "; " + undecided
                                            + " more do not count, their two most probable classes are closer"
                                            + " than the tolerance")));
        }
        return checks;
    }

    /** {@code agrees with the trained model on 184 rows to 2.4e-07}, or that it does not. */
    String sentence() {
        if (passed()) {
            return "agrees with " + against + " on " + found.rows() + " rows to " + plain(found.maxDifference());
        }
        return "does not agree with " + against + ": on " + found.rows() + " rows it differs by up to "
                + plain(found.maxDifference())
                + (task == Task.REGRESSION ? "" : " and gives " + found.labelsDiffering() + " other labels");
    }

    private static double difference(ModelSpec spec, Predictions packaged, double expected, double actual) {
        double difference = Math.abs(expected - actual);
        if (spec.task() == Task.CLASSIFICATION) {
            return difference;
        }
        return packaged.sameButRounding(expected, actual)
                ? 0
                : difference / (spec.targetScale() > 0 ? spec.targetScale() : 1);
    }

    private static double lead(double[] probabilities, int best) {
        double second = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (i != best) {
                second = Math.max(second, probabilities[i]);
            }
        }
        return probabilities[best] - second;
    }

    private static void requireFinite(Predictions predictions) {
        for (double[] row : predictions.values()) {
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    throw new InputException("the trained model answers with no finite number:"
                            + " training went astray; try a smaller train.learningRate");
                }
            }
        }
    }

    private static String plain(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value).replace(".0e", "e");
    }
}
