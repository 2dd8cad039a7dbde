package io.jenkins.cd4ml.metrics;

/**
 * How much each row moves the average precision of a class: AP + n dAP/dw of the row's weight w (the empirical influence function), from
 * AP = Σ of the class's rows of P(s) / m, with P(s) the precision of the rows that score at least s.
 */
final class RankedInfluence {
    private RankedInfluence() {}

    static double[] averagePrecision(RankedScores ranked) {
        int[] order = ranked.order();
        int n = order.length;
        double[] precision = new double[n];
        double[] above = new double[n];
        long hits = 0;
        int m = 0;
        // from the highest score down; rows of equal score share precision and count
        for (int to = n - 1; to >= 0; ) {
            int from = to;
            while (!ranked.startsTie()[from]) {
                from--;
            }
            for (int i = from; i <= to; i++) {
                hits += ranked.hit()[i] ? 1 : 0;
            }
            for (int i = from; i <= to; i++) {
                above[i] = n - from;
                precision[i] = hits / above[i];
            }
            to = from - 1;
        }
        m = (int) hits;
        double average = 0;
        for (int i = 0; i < n; i++) {
            average += ranked.hit()[i] ? precision[i] / m : 0;
        }
        double[] influence = new double[n];
        double counts = 0;
        double precisions = 0;
        for (int from = 0; from < n; ) {
            int to = from;
            while (to < n && (to == from || !ranked.startsTie()[to])) {
                counts += ranked.hit()[to] ? 1 / above[to] : 0;
                precisions += ranked.hit()[to] ? precision[to] / above[to] : 0;
                to++;
            }
            for (int i = from; i < to; i++) {
                double own = ranked.hit()[i] ? precision[i] - average + counts : 0;
                influence[order[i]] = average + (double) n / m * (own - precisions);
            }
            from = to;
        }
        return influence;
    }
}
