import io.jenkins.cd4ml.metrics.ClassificationMetrics;
import io.jenkins.cd4ml.metrics.MetricBounds;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.metrics.RegressionMetrics;
import io.jenkins.cd4ml.statistics.Clusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How often the intervals of the engine's metrics cover the true value: Coverage SAMPLES [TAIL [CASE]], a Markdown table of cases by number of
 * rows. A case is a way to draw rows; the truth is the metric of so many rows that chance does not matter.
 */
public final class Coverage {
    private static final int[] ROWS = {30, 100, 300, 1000};
    private static final int MANY = 1_000_000;

    /** Rows by chance: what one model, or a second one too, answers about them. */
    interface Draw {
        MetricSample[] rows(int rows, SplittableRandom random);
    }

    /**
     * A line of the table.
     *
     * @param group rows a group; 1: independent rows
     * @param truth not a number: from many rows
     */
    record Case(String name, MetricName metric, int label, int group, double truth, Draw draw) {}

    /** What one sample says: 0 covered, -1 the interval lies below the truth, 1 above it, 2 no interval, 3 undefined. */
    private static int outcome(Case of, int rows, double tail, double truth, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MetricSample[] samples = of.draw.rows(rows, random);
        int metric = index(of, samples[0]);
        Clusters clusters = of.group == 1
                ? null
                : Clusters.of(IntStream.range(0, rows).map(row -> row / of.group).toArray());
        MetricBounds found = samples.length == 1
                ? MetricBounds.of(samples[0].clustered(clusters), metric, 42)
                : MetricBounds.difference(
                        samples[0].clustered(clusters), samples[1].clustered(clusters), metric, 42);
        if (found.bounds() == null) {
            return found.tooFew() == null ? 3 : 2;
        }
        double lower = found.bounds().lower(tail);
        double upper = found.bounds().upper(tail);
        if (!(lower <= found.value() + 1e-9 && found.value() <= upper + 1e-9)) {
            throw new IllegalStateException(of.name + ": " + found.value() + " outside of " + lower + ", " + upper);
        }
        return upper < truth ? -1 : lower > truth ? 1 : 0;
    }

    private static int index(Case of, MetricSample sample) {
        return sample.metrics().indexOf(new MetricKey(of.metric, of.label < 0 ? null : of.label));
    }

    private static double truth(Case of) {
        if (!Double.isNaN(of.truth)) {
            return of.truth;
        }
        MetricSample[] samples = of.draw.rows(MANY, new SplittableRandom(99));
        int metric = index(of, samples[0]);
        double first = samples[0].evaluate()[metric];
        return samples.length == 1 ? first : first - samples[1].evaluate()[metric];
    }

    public static void main(String[] arguments) {
        int samples = Integer.parseInt(arguments[0]);
        double tail = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 0.025;
        System.out.println("| metric | rows | covered | too low | too high | too few |");
        System.out.println("|---|---|---|---|---|---|");
        for (Case of : cases()) {
            if (arguments.length > 2 && !of.name.contains(arguments[2])) {
                continue;
            }
            double truth = truth(of);
            for (int rows : ROWS) {
                int[] outcomes = new SplittableRandom(rows)
                        .longs(samples)
                        .parallel()
                        .mapToInt(seed -> outcome(of, rows, tail, truth, seed))
                        .toArray();
                System.out.println(line(of.name, rows, outcomes));
            }
        }
    }

    private static String line(String name, int rows, int[] outcomes) {
        int[] count = new int[5];
        for (int outcome : outcomes) {
            count[outcome + 1]++;
        }
        double judged = count[0] + count[1] + count[2];
        double defined = judged + count[3];
        if (judged < 0.05 * defined) {
            return String.format(Locale.ROOT, "| %s | %,d | | | | %.2f |", name, rows, count[3] / defined);
        }
        double covered = count[1] / judged;
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %.3f ± %.3f | %.3f | %.3f | %.2f |",
                name,
                rows,
                covered,
                Math.sqrt(covered * (1 - covered) / judged),
                count[0] / judged,
                count[2] / judged,
                count[3] / defined);
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (double p : new double[] {0.5, 0.9, 0.97}) {
            cases.add(of("accuracy " + p, MetricName.ACCURACY, p, (n, r) -> one(labels(n, r, 0.5, p, p))));
        }
        cases.add(of("recall 0.8 of a 5 % class", MetricName.RECALL, 0.8, (n, r) -> one(labels(n, r, 0.05, 0.8, 0.97))));
        cases.add(of("recall 0.5 of a 5 % class", MetricName.RECALL, 0.5, (n, r) -> one(labels(n, r, 0.05, 0.5, 0.97))));
        cases.add(of("precision 0.58 of a 5 % class", MetricName.PRECISION, 0.04 / 0.0685,
                (n, r) -> one(labels(n, r, 0.05, 0.8, 0.97))));
        cases.add(of("F1 0.68 of a 5 % class", MetricName.F1, (n, r) -> one(labels(n, r, 0.05, 0.8, 0.97))));
        cases.add(of("F1 macro, 60, 30, 10 %", MetricName.F1_MACRO, (n, r) -> one(three(n, r))));
        cases.add(of("recall macro, 60, 30, 10 %", MetricName.RECALL_MACRO, (n, r) -> one(three(n, r))));
        cases.add(of("precision macro, 60, 30, 10 %", MetricName.PRECISION_MACRO, (n, r) -> one(three(n, r))));
        cases.add(of("F1 weighted, 60, 30, 10 %", MetricName.F1_WEIGHTED, (n, r) -> one(three(n, r))));
        for (double d : new double[] {1, 3}) {
            String shown = d == 1 ? "0.76" : "0.98";
            cases.add(of("ROC AUC " + shown + ", balanced", MetricName.ROC_AUC, (n, r) -> one(scores(n, r, 0.5, d, 1, 1)[0])));
            cases.add(of("ROC AUC " + shown + ", 5 % class", MetricName.ROC_AUC, (n, r) -> one(scores(n, r, 0.05, d, 1, 1)[0])));
        }
        cases.add(of("average precision, balanced", MetricName.AVERAGE_PRECISION, (n, r) -> one(scores(n, r, 0.5, 1.5, 1, 1)[0])));
        cases.add(of("average precision, 5 % class", MetricName.AVERAGE_PRECISION, (n, r) -> one(scores(n, r, 0.05, 2, 1, 1)[0])));
        cases.add(of("log loss, balanced", MetricName.LOG_LOSS, (n, r) -> one(scores(n, r, 0.5, 1.5, 1, 1)[0])));
        cases.add(of("log loss, 5 % class", MetricName.LOG_LOSS, (n, r) -> one(scores(n, r, 0.05, 2, 1, 1)[0])));
        cases.add(of("log loss, overconfident", MetricName.LOG_LOSS, (n, r) -> one(scores(n, r, 0.5, 1.5, 1, 3)[0])));
        cases.add(of("Brier score, balanced", MetricName.BRIER, (n, r) -> one(scores(n, r, 0.5, 1.5, 1, 1)[0])));
        cases.add(of("Brier score, 5 % class", MetricName.BRIER, (n, r) -> one(scores(n, r, 0.05, 2, 1, 1)[0])));
        cases.add(of("ECE, calibrated", MetricName.ECE, 0, (n, r) -> one(scores(n, r, 0.5, 1.5, 1, 1)[0])));
        cases.add(of("ECE, calibrated, 5 % class", MetricName.ECE, 0, (n, r) -> one(scores(n, r, 0.05, 2, 1, 1)[0])));
        cases.add(of("ECE, overconfident", MetricName.ECE, (n, r) -> one(scores(n, r, 0.5, 1.5, 1, 3)[0])));
        cases.add(of("ECE, slightly overconfident", MetricName.ECE, (n, r) -> one(scores(n, r, 0.5, 1.5, 1, 1.5)[0])));
        for (String errors : new String[] {"normal", "t3", "lognormal"}) {
            cases.add(of("RMSE, " + errors, MetricName.RMSE, truth(errors), (n, r) -> one(numbers(n, r, errors, 1)[0])));
            cases.add(of("MAE, " + errors, MetricName.MAE, (n, r) -> one(numbers(n, r, errors, 1)[0])));
        }
        cases.add(of("median AE, t3", MetricName.MEDIAN_AE, (n, r) -> one(numbers(n, r, "t3", 1)[0])));
        cases.add(of("R2, normal", MetricName.R2, (n, r) -> one(numbers(n, r, "normal", 1)[0])));
        cases.add(of("R2, t3", MetricName.R2, (n, r) -> one(numbers(n, r, "t3", 1)[0])));
        cases.add(of("difference of accuracy", MetricName.ACCURACY, -0.02, (n, r) -> pair(n, r, 0.5)));
        cases.add(of("difference of recall, 20 % class", MetricName.RECALL, -0.02, (n, r) -> pair(n, r, 0.2)));
        cases.add(of("difference of precision", MetricName.PRECISION, (n, r) -> pair(n, r, 0.3)));
        cases.add(of("difference of F1", MetricName.F1, (n, r) -> pair(n, r, 0.3)));
        cases.add(of("difference of F1 macro", MetricName.F1_MACRO, (n, r) -> pair(n, r, 0.3)));
        cases.add(of("difference of ROC AUC, balanced", MetricName.ROC_AUC, (n, r) -> scores(n, r, 0.5, 1.5, 1, 1)));
        cases.add(of("difference of ROC AUC, 5 % class", MetricName.ROC_AUC, (n, r) -> scores(n, r, 0.05, 2, 1, 1)));
        cases.add(of("difference of average precision, 20 % class", MetricName.AVERAGE_PRECISION,
                (n, r) -> scores(n, r, 0.2, 2, 1, 1)));
        cases.add(of("difference of log loss", MetricName.LOG_LOSS, (n, r) -> scores(n, r, 0.5, 1.5, 1, 1)));
        cases.add(of("difference of Brier score", MetricName.BRIER, (n, r) -> scores(n, r, 0.5, 1.5, 1, 1)));
        cases.add(of("difference of ECE", MetricName.ECE, (n, r) -> scores(n, r, 0.5, 1.5, 1, 1.5)));
        cases.add(of("difference of RMSE, normal", MetricName.RMSE, (n, r) -> numbers(n, r, "normal", 1)));
        cases.add(of("difference of RMSE, t3", MetricName.RMSE, Math.sqrt(3) - Math.sqrt(3.25), (n, r) -> numbers(n, r, "t3", 1)));
        cases.add(of("difference of median AE", MetricName.MEDIAN_AE, (n, r) -> numbers(n, r, "normal", 1)));
        cases.add(grouped("accuracy, groups of 5", MetricName.ACCURACY, (n, r) -> one(scores(n, r, 0.5, 1.5, 5, 1)[0])));
        cases.add(grouped("ROC AUC, groups of 5", MetricName.ROC_AUC, (n, r) -> one(scores(n, r, 0.5, 1.5, 5, 1)[0])));
        cases.add(grouped("log loss, groups of 5", MetricName.LOG_LOSS, (n, r) -> one(scores(n, r, 0.5, 1.5, 5, 1)[0])));
        cases.add(grouped("RMSE, groups of 5", MetricName.RMSE, (n, r) -> one(numbers(n, r, "normal", 5)[0])));
        cases.add(grouped("difference of accuracy, groups of 5", MetricName.ACCURACY, (n, r) -> scores(n, r, 0.5, 1.5, 5, 1)));
        cases.add(grouped("difference of ROC AUC, groups of 5", MetricName.ROC_AUC, (n, r) -> scores(n, r, 0.5, 1.5, 5, 1)));
        cases.add(grouped("difference of RMSE, groups of 5", MetricName.RMSE, (n, r) -> numbers(n, r, "normal", 5)));
        return cases;
    }

    private static Case of(String name, MetricName metric, Draw draw) {
        return of(name, metric, Double.NaN, draw);
    }

    private static Case of(String name, MetricName metric, double truth, Draw draw) {
        return new Case(name, metric, -1, 1, truth, draw);
    }

    private static Case grouped(String name, MetricName metric, Draw draw) {
        return new Case(name, metric, -1, 5, Double.NaN, draw);
    }

    private static MetricSample[] one(MetricSample sample) {
        return new MetricSample[] {sample};
    }

    /** Two classes; class 1 is right with one probability, class 0 with another. */
    private static MetricSample labels(int rows, SplittableRandom random, double share, double right1, double right0) {
        int[] actual = new int[rows];
        double[][] said = new double[rows][];
        for (int row = 0; row < rows; row++) {
            actual[row] = random.nextDouble() < share ? 1 : 0;
            boolean right = random.nextDouble() < (actual[row] == 1 ? right1 : right0);
            said[row] = label(right ? actual[row] : 1 - actual[row], 2);
        }
        return ClassificationMetrics.of(actual, said, 2);
    }

    private static double[] label(int label, int classes) {
        double[] said = new double[classes];
        said[label] = 1;
        return said;
    }

    private static MetricSample three(int rows, SplittableRandom random) {
        int[] actual = new int[rows];
        double[][] said = new double[rows][];
        for (int row = 0; row < rows; row++) {
            double drawn = random.nextDouble();
            actual[row] = drawn < 0.6 ? 0 : drawn < 0.9 ? 1 : 2;
            said[row] = label(random.nextDouble() < 0.8 ? actual[row] : random.nextInt(3), 3);
        }
        return ClassificationMetrics.of(actual, said, 3);
    }

    /** Two models that answer 10 % of the rows differently: 4 % are right in the first alone, 6 % in the second alone. */
    private static MetricSample[] pair(int rows, SplittableRandom random, double share) {
        int[] actual = new int[rows];
        double[][] first = new double[rows][];
        double[][] second = new double[rows][];
        for (int row = 0; row < rows; row++) {
            actual[row] = random.nextDouble() < share ? 1 : 0;
            double drawn = random.nextDouble();
            first[row] = label(drawn < 0.78 ? actual[row] : 1 - actual[row], 2);
            second[row] = label(drawn < 0.74 || drawn >= 0.78 && drawn < 0.84 ? actual[row] : 1 - actual[row], 2);
        }
        return new MetricSample[] {ClassificationMetrics.of(actual, first, 2), ClassificationMetrics.of(actual, second, 2)};
    }

    /**
     * Two classes whose scores are normal, {@code distance} apart, with the probabilities that follow, their logits times {@code confidence};
     * the second model sees the score with noise. Rows of a group share half of the score's variance and their class mostly.
     */
    private static MetricSample[] scores(
            int rows, SplittableRandom random, double share, double distance, int group, double confidence) {
        int[] actual = new int[rows];
        double[][] first = new double[rows][];
        double[][] second = new double[rows][];
        double shared = 0;
        int together = 0;
        for (int row = 0; row < rows; row++) {
            if (row % group == 0) {
                shared = random.nextGaussian();
                together = random.nextDouble() < share ? 1 : 0;
            }
            actual[row] = group == 1 || random.nextDouble() < 0.7 ? together : random.nextDouble() < share ? 1 : 0;
            double noise = group == 1 ? shared : Math.sqrt(0.5) * (shared + random.nextGaussian());
            double score = noise + distance * actual[row];
            double other = (score + 0.5 * random.nextGaussian()) / Math.sqrt(1.25);
            first[row] = probability(score, share, distance, confidence);
            second[row] = probability(other, share, distance / Math.sqrt(1.25), 1);
        }
        return new MetricSample[] {ClassificationMetrics.of(actual, first, 2), ClassificationMetrics.of(actual, second, 2)};
    }

    private static double[] probability(double score, double share, double distance, double confidence) {
        double logit = Math.log(share / (1 - share)) + distance * score - distance * distance / 2;
        double p = 1 / (1 + Math.exp(-confidence * logit));
        return new double[] {1 - p, p};
    }

    /** A regression with errors of that distribution, and a second one with a little more normal noise. */
    private static MetricSample[] numbers(int rows, SplittableRandom random, String errors, int group) {
        double[] actual = new double[rows];
        double[] first = new double[rows];
        double[] second = new double[rows];
        double shared = 0;
        for (int row = 0; row < rows; row++) {
            if (row % group == 0) {
                shared = random.nextGaussian();
            }
            actual[row] = 2 * random.nextGaussian();
            double error = group > 1 ? Math.sqrt(0.5) * (shared + random.nextGaussian()) : error(errors, random);
            first[row] = actual[row] + error;
            second[row] = first[row] + 0.5 * random.nextGaussian();
        }
        return new MetricSample[] {RegressionMetrics.of(actual, first), RegressionMetrics.of(actual, second)};
    }

    private static double error(String errors, SplittableRandom random) {
        return switch (errors) {
            case "normal" -> random.nextGaussian();
            case "lognormal" -> Math.exp(random.nextGaussian()) - Math.exp(0.5);
            default -> {
                double chi = 0;
                for (int i = 0; i < 3; i++) {
                    chi += Math.pow(random.nextGaussian(), 2);
                }
                yield random.nextGaussian() / Math.sqrt(chi / 3);
            }
        };
    }

    /** The roots of the means of the squares. */
    private static double truth(String errors) {
        return Math.sqrt(errors.equals("normal") ? 1 : errors.equals("t3") ? 3 : Math.exp(2) - Math.exp(1));
    }
}
