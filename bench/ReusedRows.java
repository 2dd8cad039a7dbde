import io.jenkins.cd4ml.ledger.ErrorSpending;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.statistics.PairedProportions;
import io.jenkins.cd4ml.statistics.Proportion;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Many models judged on the same rows: how often one passes that should not, without and with the correction of {@code validate.reuse}. Models
 * of one true accuracy answer a given share of the rows alike. Prints rows of a Markdown table, with standard errors.
 */
public final class ReusedRows {
    private static final double ORDINARY = 0.025;
    private static final ErrorSpending SPENDING = new ErrorSpending(0.95);

    private final int times;

    private ReusedRows(int times) {
        this.times = times;
    }

    public static void main(String[] arguments) {
        ReusedRows simulation = new ReusedRows(Integer.parseInt(arguments[0]));
        System.out.println("| models of one kind on the same rows | passes | first | any, uncorrected | any, corrected |");
        System.out.println("|---|---|---|---|---|");
        simulation.threshold(300, 0.76, 0.80, 0.9, 20, 0);
        simulation.threshold(300, 0.76, 0.80, 0.8, 20, 0);
        simulation.threshold(1000, 0.78, 0.80, 0.9, 20, 0);
        simulation.threshold(300, 0.76, 0.80, 0.9, 20, 0.1);
        simulation.versus(1000, 0.80, 0.05, 0.05, 0.9, 20);
        simulation.versus(300, 0.80, 0.05, 0.05, 0.9, 20);
        simulation.versus(1000, 0.80, 0.05, 0.05, 0.9, 100);
        simulation.last(300, 0.84, 0.80, 20);
        simulation.last(300, 0.88, 0.80, 20);
        simulation.equal(1000, 0.80, 0.03, 0.95);
        simulation.votes(300, 0.55, 20);
    }

    /** Whether one of the models passes a minimum that all miss; of the rows {@code fresh} are replaced before each. */
    private void threshold(int rows, double accuracy, double minimum, double alike, int models, double fresh) {
        Tally tally = new Tally();
        for (int time = 0; time < times; time++) {
            SplittableRandom random = new SplittableRandom(time);
            boolean[] template = hits(random, rows, accuracy);
            boolean first = false;
            boolean plain = false;
            boolean corrected = false;
            double spent = 0;
            for (int k = 0; k < models; k++) {
                if (k > 0 && fresh > 0) {
                    int replaced = (int) Math.round(fresh * rows);
                    for (int i = 0; i < replaced; i++) {
                        template[(k * replaced + i) % rows] = random.nextDouble() < accuracy;
                    }
                    // an earlier judgement saw what is left of its rows
                    spent = 0;
                    for (int back = 1; back <= k; back++) {
                        spent += Math.max(0, 1 - fresh * back);
                    }
                } else {
                    spent = k;
                }
                Proportion measured = new Proportion(count(model(random, template, accuracy, alike)), rows);
                boolean holds = measured.value() >= minimum;
                first |= k == 0 && holds;
                plain |= holds;
                corrected |= holds && passes(measured, minimum, spent);
            }
            tally.add(first, plain, corrected);
        }
        tally.print(String.format(
                Locale.ROOT,
                "%d rows, true accuracy %.2f, %.0f %% answered alike%s | `min: %.2f`, %d models",
                rows, accuracy, 100 * alike, fresh == 0 ? "" : String.format(Locale.ROOT, ", %.0f %% new rows each time", 100 * fresh), minimum, models));
    }

    /** Whether one of the models, all worse than the champion by exactly the margin, is shown not to be. */
    private void versus(int rows, double champion, double loss, double margin, double alike, int models) {
        Tally tally = new Tally();
        double accuracy = champion - loss;
        for (int time = 0; time < times; time++) {
            SplittableRandom random = new SplittableRandom(time);
            boolean[] theirs = hits(random, rows, champion);
            // a candidate's likeness: it is wrong where the champion is, and more
            boolean[] template = new boolean[rows];
            for (int i = 0; i < rows; i++) {
                template[i] = theirs[i] ? random.nextDouble() < 1 - 0.09 : random.nextDouble() < (accuracy - champion * 0.91) / (1 - champion);
            }
            boolean first = false;
            boolean plain = false;
            boolean corrected = false;
            for (int k = 0; k < models; k++) {
                PairedProportions pairs = pairs(model(random, template, accuracy, alike), theirs);
                boolean passes = pairs.lower(ORDINARY) >= -margin;
                first |= k == 0 && passes;
                plain |= passes;
                corrected |= passes && pairs.lower(SPENDING.tail(k)) >= -margin;
            }
            tally.add(first, plain, corrected);
        }
        tally.print(String.format(
                Locale.ROOT,
                "%d rows, worse than the champion by %.2f, %.0f %% answered alike | `margin: %.2f`, %d models",
                rows, loss, 100 * alike, margin, models));
    }

    /** A model that is good enough, as the first and as the last of many. */
    private void last(int rows, double accuracy, double minimum, int models) {
        Tally tally = new Tally();
        for (int time = 0; time < times; time++) {
            Proportion measured = new Proportion(count(hits(new SplittableRandom(time), rows, accuracy)), rows);
            boolean holds = measured.value() >= minimum;
            tally.add(holds, holds, holds && passes(measured, minimum, models - 1));
        }
        tally.print(String.format(
                Locale.ROOT, "%d rows, true accuracy %.2f: a good model, as the last of %d | `min: %.2f`", rows, accuracy, models, minimum));
    }

    /** A model exactly as good as the champion, as the first and as the 20th. */
    private void equal(int rows, double accuracy, double margin, double alike) {
        Tally tally = new Tally();
        for (int time = 0; time < times; time++) {
            SplittableRandom random = new SplittableRandom(time);
            boolean[] template = hits(random, rows, accuracy);
            PairedProportions pairs = pairs(model(random, template, accuracy, alike), template);
            boolean passes = pairs.lower(ORDINARY) >= -margin;
            tally.add(passes, passes, pairs.lower(SPENDING.tail(19)) >= -margin);
        }
        tally.print(String.format(
                Locale.ROOT, "%d rows, as good as the champion, as the last of 20 | `margin: %.2f`", rows, margin));
    }

    /** Who knows each estimate: coins are judged, and the vote of those that looked better than chance comes last (Blum and Hardt 2015). */
    private void votes(int rows, double minimum, int models) {
        Tally tally = new Tally();
        for (int time = 0; time < times; time++) {
            SplittableRandom random = new SplittableRandom(time);
            int[] votes = new int[rows];
            boolean first = false;
            for (int k = 0; k < models - 1; k++) {
                boolean[] coin = hits(random, rows, 0.5);
                int hits = count(coin);
                first |= k == 0 && hits >= minimum * rows;
                for (int i = 0; i < rows; i++) {
                    // the opposite of what looked bad looks good
                    votes[i] += coin[i] == hits >= rows / 2.0 ? 1 : -1;
                }
            }
            int hits = 0;
            for (int vote : votes) {
                hits += vote > 0 || vote == 0 && random.nextBoolean() ? 1 : 0;
            }
            Proportion measured = new Proportion(hits, rows);
            boolean holds = measured.value() >= minimum;
            tally.add(first, holds, holds && passes(measured, minimum, models - 1));
        }
        tally.print(String.format(
                Locale.ROOT, "%d rows, a vote of coins that knows every earlier estimate, as the last of %d | `min: %.2f`", rows, models, minimum));
    }

    private static boolean passes(Proportion measured, double minimum, double spent) {
        double tail = SPENDING.tail(spent);
        Interval interval = measured.interval(tail);
        return measured.value() >= ErrorSpending.limit(minimum, true, measured.value(), interval, tail, ORDINARY);
    }

    private static PairedProportions pairs(boolean[] ours, boolean[] theirs) {
        int onlyOurs = 0;
        int onlyTheirs = 0;
        for (int i = 0; i < ours.length; i++) {
            onlyOurs += ours[i] && !theirs[i] ? 1 : 0;
            onlyTheirs += theirs[i] && !ours[i] ? 1 : 0;
        }
        return new PairedProportions(onlyOurs, onlyTheirs, ours.length);
    }

    /** A model that answers like the template in as many rows that two such models answer the given share alike. */
    private static boolean[] model(SplittableRandom random, boolean[] template, double accuracy, double alike) {
        double copied = Math.sqrt(1 - (1 - alike) / (2 * accuracy * (1 - accuracy)));
        boolean[] model = new boolean[template.length];
        for (int i = 0; i < model.length; i++) {
            model[i] = random.nextDouble() < copied ? template[i] : random.nextDouble() < accuracy;
        }
        return model;
    }

    private static boolean[] hits(SplittableRandom random, int rows, double accuracy) {
        boolean[] hits = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            hits[i] = random.nextDouble() < accuracy;
        }
        return hits;
    }

    private static int count(boolean[] hits) {
        int count = 0;
        for (boolean hit : hits) {
            count += hit ? 1 : 0;
        }
        return count;
    }

    /** Counts of what passed. */
    private final class Tally {
        private int first;
        private int plain;
        private int corrected;

        void add(boolean firstPassed, boolean plainPassed, boolean correctedPassed) {
            first += firstPassed ? 1 : 0;
            plain += plainPassed ? 1 : 0;
            corrected += correctedPassed ? 1 : 0;
        }

        void print(String what) {
            System.out.println("| " + what + " | " + share(first) + " | " + share(plain) + " | " + share(corrected) + " |");
        }

        private String share(int count) {
            double share = count / (double) times;
            return String.format(Locale.ROOT, "%.3f ± %.3f", share, Math.sqrt(share * (1 - share) / times));
        }
    }
}
