package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.protocol.ModelReference;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The champion as far as the candidate can be held against it.
 *
 * @param reference null where no model serves
 * @param reason why there is no comparison, a clause; null where there is one
 * @param excluded how many judged rows are left out because one of the two was trained on them
 * @param model its identity as a candidate has it, {@code sha256:} of its parameters; null where it is not known
 * @param classes of the champion, in the order of its probabilities; empty for regression
 * @param values what the champion says, by judged row; null in rows that are left out
 */
record Opponent(
        ModelReference reference, String reason, int excluded, String model, List<String> classes, double[][] values) {

    /** No model serves, or it cannot be judged on these rows. */
    static Opponent absent(ModelReference reference, String reason, int excluded) {
        return new Opponent(reference, reason, excluded, null, List.of(), new double[0][]);
    }

    /**
     * A champion with its predictions.
     *
     * @param shared the judged rows that neither was trained on
     * @param predictions on {@code shared}, in its order
     * @param rows number of judged rows
     */
    static Opponent present(ModelReference reference, int[] shared, Predictions predictions, int rows) {
        double[][] values = new double[rows][];
        for (int i = 0; i < shared.length; i++) {
            values[shared[i]] = predictions.values()[i];
        }
        return new Opponent(reference, null, rows - shared.length, null, predictions.classes(), values);
    }

    /** The same with what identifies the model. */
    Opponent of(String identity) {
        return new Opponent(reference, reason, excluded, identity, classes, values);
    }

    /** {@code 117 of the 173 held-out rows were in the training of the champion or of this model: the two are compared on the other 56}. */
    String leftOut() {
        return String.format(
                Locale.ROOT,
                "%,d of the %,d held-out rows were in the training of the champion or of this model: the two are compared on the"
                        + " other %,d",
                excluded,
                values.length,
                values.length - excluded);
    }

    /** Whether more than half of the judged rows take no part in the comparison. */
    boolean mostLeftOut() {
        return comparable() && 2 * excluded > values.length;
    }

    boolean comparable() {
        return reason == null;
    }

    /** Those of the rows on which both can be judged. */
    int[] shared(int[] rows) {
        return Arrays.stream(rows).filter(row -> values[row] != null).toArray();
    }

    /** What it says of those rows, all of them {@link #shared}. */
    Predictions predictions(int[] rows) {
        return new Predictions(
                classes, Arrays.stream(rows).mapToObj(row -> values[row]).toArray(double[][]::new));
    }

    Predictions predictions() {
        return new Predictions(classes, values);
    }
}
