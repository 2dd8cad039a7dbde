package io.jenkins.cd4ml.metrics;

/**
 * How much each row moves a metric that follows from the confusion matrix: by its actual and predicted class value + n dM/dw of the row's weight w
 * (the empirical influence function); their mean over the rows is the metric.
 */
final class CountInfluence {
    private CountInfluence() {}

    /**
     * By row.
     *
     * @param label of the class, for metrics of one
     * @param cells of each row: actual class times number of classes, plus predicted class
     */
    static double[] of(MetricName name, int label, double value, ClassCounts counts, int[] cells) {
        int classes = counts.hits().length;
        double[] influence = new double[cells.length];
        for (int row = 0; row < cells.length; row++) {
            influence[row] = value + moves(name, label, value, counts, cells[row] / classes, cells[row] % classes);
        }
        return influence;
    }

    private static double moves(MetricName name, int label, double value, ClassCounts counts, int is, int said) {
        return switch (name) {
            case ACCURACY -> (is == said ? 1 : 0) - value;
            case RECALL -> counts.movesRecall(label, is, said);
            case PRECISION -> counts.movesPrecision(label, is, said);
            case F1 -> counts.movesF1(label, is, said);
            case BALANCED_ACCURACY -> counts.movesRecall(is, is, said) / counts.withRows();
            case RECALL_MACRO -> counts.movesRecall(is, is, said) / counts.present();
            case PRECISION_MACRO -> counts.movesPrecision(said, is, said) / counts.present();
                // a row moves the F1 of its class and of the predicted one
            case F1_MACRO -> (counts.movesF1(is, is, said) + (is == said ? 0 : counts.movesF1(said, is, said)))
                    / counts.present();
            case F1_WEIGHTED -> counts.f1(is)
                    - value
                    + share(counts, is) * counts.movesF1(is, is, said)
                    + (is == said ? 0 : share(counts, said) * counts.movesF1(said, is, said));
            default -> throw new IllegalArgumentException(name.id() + " is not of a confusion matrix");
        };
    }

    /**
     * How far a single row that goes wrong, or right, can move such a metric: n times the share of the smallest part that it is a mean over. For
     * macro averages that of the class with fewest rows.
     */
    static double reach(MetricName name, int label, ClassCounts counts) {
        double rows = counts.rows();
        return switch (name) {
            case ACCURACY, F1_WEIGHTED -> 1;
            case RECALL -> rows / counts.actual(label);
            case PRECISION -> rows / Math.max(1, counts.predicted()[label]);
            case F1 -> rows * 2 / Math.max(1, counts.actual(label) + counts.predicted()[label]);
            case BALANCED_ACCURACY -> largest(counts, counts.actual(), 1) / counts.withRows();
            case RECALL_MACRO -> largest(counts, counts.actual(), 1) / counts.present();
            case PRECISION_MACRO -> largest(counts, counts.predicted(), 1) / counts.present();
            case F1_MACRO -> largest(counts, sums(counts), 2) / counts.present();
            default -> throw new IllegalArgumentException(name.id() + " is not of a confusion matrix");
        };
    }

    private static double largest(ClassCounts counts, long[] parts, double times) {
        double largest = 1;
        for (long part : parts) {
            largest = part > 0 ? Math.max(largest, times * counts.rows() / part) : largest;
        }
        return largest;
    }

    private static long[] sums(ClassCounts counts) {
        long[] sums = new long[counts.hits().length];
        for (int c = 0; c < sums.length; c++) {
            sums[c] = counts.actual()[c] + counts.predicted()[c];
        }
        return sums;
    }

    private static double share(ClassCounts counts, int label) {
        return (double) counts.actual(label) / counts.rows();
    }
}
