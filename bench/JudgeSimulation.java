package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.config.ValidateSettings.FirstModel;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.statistics.PairedProportions;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What the judge of comparisons decides, on its own classes: rows are drawn, everything from the interval on is the product's. The champion
 * is right on 80 % of the rows, the two models answer 10 % of them differently, and the margin is 0.02.
 */
public final class JudgeSimulation {
    private static final double CHAMPION = 0.8;
    private static final double DISCORDANCE = 0.1;
    private static final double MARGIN = 0.02;
    private static final double STEP = -0.005;
    private static final int BUILDS = 30;
    private static final AlphaBudget TAIL = new AlphaBudget(0.025);
    private static final ComparisonJudge JUDGE = new ComparisonJudge(
            new GateJudge(Labels.of(List.of("no", "yes"), false, new long[2], null), "", ""), FirstModel.ACCEPT, TAIL);

    private JudgeSimulation() {}

    /** Arguments: times, builds' times. */
    public static void main(String[] arguments) {
        int times = Integer.parseInt(arguments[0]);
        int chains = Integer.parseInt(arguments[1]);
        SplittableRandom random = new SplittableRandom(12);
        System.out.println("| rows | candidate | passed | inconclusive | failed | `notShownWorse` passes |");
        System.out.println("|---|---|---|---|---|---|");
        for (int rows : new int[] {100, 300, 1000, 3000}) {
            for (double effect : new double[] {-0.05, -MARGIN, 0, 0.02}) {
                int[] counts = new int[Outcome.values().length];
                int weak = 0;
                for (int i = 0; i < times; i++) {
                    PairedProportions drawn = draw(rows, effect, random);
                    counts[judge(drawn, ValidateSettings.Test.NOT_WORSE).ordinal()]++;
                    weak += judge(drawn, ValidateSettings.Test.NOT_SHOWN_WORSE) == Outcome.PASSED ? 1 : 0;
                }
                System.out.printf(
                        Locale.ROOT,
                        "| %,d | %s | %s | %s | %s | %s |%n",
                        rows,
                        effect == 0 ? "equal" : String.format(Locale.ROOT, "%+.2f", effect),
                        share(counts[Outcome.PASSED.ordinal()], times),
                        share(counts[Outcome.INCONCLUSIVE.ordinal()], times),
                        share(counts[Outcome.FAILED.ordinal()], times),
                        share(weak, times));
            }
        }
        System.out.println();
        System.out.println("| rows | `notShownWorse` than the champion | not worse than the champion | not worse than a fixed version |");
        System.out.println("|---|---|---|---|");
        for (int rows : new int[] {300, 1000, 3000}) {
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %s | %s | %s |%n",
                    rows,
                    lost(rows, chains, ValidateSettings.Test.NOT_SHOWN_WORSE, false, random),
                    lost(rows, chains, ValidateSettings.Test.NOT_WORSE, false, random),
                    lost(rows, chains, ValidateSettings.Test.NOT_WORSE, true, random));
        }
    }

    private static String lost(
            int rows, int chains, ValidateSettings.Test test, boolean fixed, SplittableRandom random) {
        double sum = 0;
        double squares = 0;
        for (int chain = 0; chain < chains; chain++) {
            double loss = 0;
            for (int build = 0; build < BUILDS; build++) {
                double effect = fixed ? loss + STEP : STEP;
                loss += judge(draw(rows, effect, random), test) == Outcome.PASSED ? STEP : 0;
            }
            sum += loss;
            squares += loss * loss;
        }
        double mean = sum / chains;
        return String.format(
                Locale.ROOT, "%.3f ± %.3f", mean, Math.sqrt(Math.max(0, squares / chains - mean * mean) / chains));
    }

    /** Fresh rows: on some the candidate alone is right, on some the champion alone. */
    private static PairedProportions draw(int rows, double effect, SplittableRandom random) {
        double differing = Math.max(DISCORDANCE, Math.abs(effect));
        double ours = (differing + effect) / 2;
        int candidate = 0;
        int champion = 0;
        for (int row = 0; row < rows; row++) {
            double where = random.nextDouble();
            candidate += where < ours ? 1 : 0;
            champion += where >= ours && where < differing ? 1 : 0;
        }
        return new PairedProportions(candidate, champion, rows);
    }

    private static Outcome judge(PairedProportions drawn, ValidateSettings.Test test) {
        MetricKey accuracy = MetricKey.of(MetricName.ACCURACY);
        Interval interval =
                new Interval(drawn.lower(TAIL.tail()), drawn.upper(TAIL.tail()), TAIL.confidence());
        PairedEvaluation.Difference difference =
                new PairedEvaluation.Difference(CHAMPION + drawn.value(), CHAMPION, interval);
        int rows = (int) drawn.rows();
        ChanceError error = ChanceError.of(MetricName.ACCURACY, difference, rows, TAIL);
        return JUDGE.judge(new GateRule.Versus(accuracy, MARGIN, test, null), difference, error, null, "", rows)
                .check()
                .outcome();
    }

    private static String share(int count, int times) {
        double share = (double) count / times;
        return String.format(Locale.ROOT, "%.3f ± %.3f", share, Math.sqrt(share * (1 - share) / times));
    }
}
