import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.canary.Analysis;
import io.jenkins.cd4ml.deploy.canary.Looks;
import io.jenkins.cd4ml.deploy.canary.Measurement;
import io.jenkins.cd4ml.deploy.canary.PairedRows;
import io.jenkins.cd4ml.deploy.canary.SlowStart;
import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.deploy.router.TrafficBlocks;
import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * How often a canary of live traffic ends, by simulation on the classes that judge it: {@code CANARIES SEED}. For each scenario and 200, 1,000 and
 * 5,000 requests of the candidate a step (10, 50, 100 %, 60 s each, 5 % held back at the last one, 20 % of the requests labelled): a line with the
 * share of canaries that are rolled back, its standard error, and the share that ends with something not shown.
 */
public final class CanaryJudge {
    private static final int[] REQUESTS = {200, 1000, 5000};
    private static final double STEP_SECONDS = 60;

    /** So often a step is made twice as long at most, for a second look. */
    private static final int LONGEST = 4;

    private static final double SECOND = 1e9;
    private static final double MEDIAN_NANOS = 30e6;
    private static final double SIGMA = 0.5;
    private static final double LABELLED = 0.2;
    private static final int SAMPLE = 500;
    private static final DeploySettings DEFAULT = DeploySettings.DEFAULT;

    private CanaryJudge() {}

    /**
     * What happens.
     *
     * @param errors of both; {@code moreErrors} of the candidate besides
     * @param bursts a second in ten has 30 % errors, of both
     * @param slow the machine is three times slower in a second of ten; {@code apart}: each server at times of its own
     * @param slower how many times as long the candidate takes; {@code tailOnly}: of its slowest tenth alone
     * @param classes 0: numbers
     * @param drop points of accuracy that the candidate loses, of 0.80, both wrong independently of one another for one row in two
     */
    private record Scenario(
            String name,
            boolean good,
            double errors,
            double moreErrors,
            boolean bursts,
            boolean slow,
            boolean apart,
            double slower,
            boolean tailOnly,
            int classes,
            double drop) {}

    private static Scenario alike(String name, double errors, boolean bursts, boolean slow, boolean apart, int classes) {
        return new Scenario(name, true, errors, 0, bursts, slow, apart, 1, false, classes, 0);
    }

    private static final List<Scenario> SCENARIOS = List.of(
            alike("no errors", 0, false, false, false, 2),
            alike("errors 1.5 %", 0.015, false, false, false, 2),
            alike("errors 1.5 %, in bursts 30 %", 0.015, true, false, false, 2),
            alike("machine three times slower in bursts", 0.015, false, true, false, 2),
            alike("each server slower in bursts of its own", 0.015, false, true, true, 2),
            alike("both kinds of bursts, 50 classes", 0.015, true, true, false, 50),
            alike("both kinds of bursts, numbers", 0.015, true, true, false, 0),
            new Scenario("1 point more errors", false, 0.015, 0.01, false, false, false, 1, false, 2, 0),
            new Scenario("1 point more errors, in bursts 30 %", false, 0.015, 0.01, true, false, false, 1, false, 2, 0),
            new Scenario("30 % slower", false, 0.015, 0, false, false, false, 1.3, false, 2, 0),
            new Scenario("30 % slower, machine slower in bursts", false, 0.015, 0, false, true, false, 1.3, false, 2, 0),
            new Scenario("the slowest tenth 30 % slower, machine slower in bursts", false, 0.015, 0, false, true, false, 1.3, true, 2, 0),
            new Scenario("5 points less accuracy", false, 0.015, 0, false, false, false, 1, false, 2, 0.05),
            new Scenario("5 points less accuracy, 50 classes", false, 0.015, 0, true, true, false, 1, false, 50, 0.05));

    public static void main(String[] arguments) {
        int canaries = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        String only = arguments.length > 2 ? arguments[2] : "";
        for (Scenario scenario : SCENARIOS) {
            if (!scenario.name().contains(only)) {
                continue;
            }
            for (int requests : REQUESTS) {
                AtomicIntegerArray ends = new AtomicIntegerArray(2);
                IntStream.range(0, canaries).parallel().forEach(i -> {
                    int end = new Canary(scenario, requests, seed * 1_000_003 + i).end();
                    if (end >= 0) {
                        ends.incrementAndGet(end);
                    }
                });
                double p = (double) ends.get(0) / canaries;
                System.out.println(String.format(
                        Locale.ROOT,
                        "%s\t%s\t%d\t%.4f\t%.4f\t%.4f",
                        scenario.good() ? "alike" : "worse",
                        scenario.name(),
                        requests,
                        p,
                        Math.sqrt(Math.max(p * (1 - p), 0.25 / canaries) / canaries),
                        (double) ends.get(1) / canaries));
            }
        }
    }

    /** One canary. */
    private static final class Canary {
        private final Scenario scenario;
        private final int requests;
        private final SplittableRandom random;
        private final DeploySettings settings;
        private final Analysis analysis;
        private final Looks looks;
        private final SlowStart slowStart = new SlowStart();
        private final boolean[] errorBursts = new boolean[(int) STEP_SECONDS];
        private final boolean[][] slowBursts = new boolean[2][(int) STEP_SECONDS];
        private final List<PairedRows.Row> sample = new ArrayList<>();
        private final List<PairedRows.Row> labelled = new ArrayList<>();
        private final List<List<TrafficBlock>> blocks = new ArrayList<>();
        private final double tail;
        private TrafficBlocks recorder;
        private Measurement measured;
        private int sampled;

        Canary(Scenario scenario, int requests, long seed) {
            this.scenario = scenario;
            this.requests = requests;
            this.random = new SplittableRandom(seed);
            this.settings = Protocol.mapper()
                    .convertValue(Map.of("requests", requests, "traffic", DeploySettings.Traffic.LIVE), DeploySettings.class);
            this.analysis = new Analysis(settings, null, "sha256:ab");
            this.looks = new Looks(settings);
            this.tail = MEDIAN_NANOS * Math.exp(SIGMA * 1.2815515655446004);
        }

        /** 0: rolled back; 1: promoted with something not shown; -1: promoted, everything shown. */
        int end() {
            List<Check> last = List.of();
            for (int step : DEFAULT.steps()) {
                last = step(step);
                if (last.stream().anyMatch(Check::failed)) {
                    return 0;
                }
            }
            return last.stream().anyMatch(check -> check.outcome() == Outcome.INCONCLUSIVE) ? 1 : -1;
        }

        private List<Check> step(int step) {
            recorder = new TrafficBlocks(0);
            blocks.add(List.of());
            sampled = 0;
            bursts();
            List<Check> checks = minute(step);
            // As the product does: a second look at a slow start makes the step longer, each time twice as long.
            int minutes = 1;
            for (int extra = 0; !isOver(checks) && slowStart.isOpen(measured, checks) && extra < LONGEST; extra++) {
                for (int end = 2 * minutes; minutes < end; minutes++) {
                    traffic(step, minutes, () -> false);
                }
                checks = look(step, looks.extra(extra));
            }
            return checks;
        }

        private List<Check> minute(int step) {
            int[] early = {0};
            int[] done = {0};
            List<Check> failed = new ArrayList<>();
            traffic(step, 0, () -> {
                done[0]++;
                if (early[0] < looks.planned().size() - 1 && done[0] >= looks.planned().get(early[0])) {
                    early[0]++;
                    List<Check> checks = look(step, looks.early());
                    failed.addAll(isOver(checks) ? checks : List.of());
                }
                return !failed.isEmpty();
            });
            return failed.isEmpty() ? look(step, looks.end()) : failed;
        }

        private static boolean isOver(List<Check> checks) {
            return checks.stream().anyMatch(Check::failed);
        }

        /** A minute of requests of both; after each of the candidate's it is asked whether they end. */
        private void traffic(int step, int minute, BooleanSupplier ends) {
            double share = settings.weight(step) / 100.0;
            double[] times = new double[(int) Math.round(requests / share)];
            Arrays.setAll(times, i -> (minute + random.nextDouble()) * STEP_SECONDS);
            Arrays.sort(times);
            for (double time : times) {
                boolean candidate = random.nextDouble() < share;
                request(candidate, time);
                if (candidate && ends.getAsBoolean()) {
                    return;
                }
            }
        }

        /** One to five seconds long each, a tenth of the time. */
        private void bursts() {
            for (boolean[] bursts : new boolean[][] {errorBursts, slowBursts[0], slowBursts[1]}) {
                Arrays.fill(bursts, false);
                for (int second = 0; second < bursts.length; second++) {
                    if (random.nextDouble() < 1 / 30.0) {
                        int length = 1 + random.nextInt(5);
                        Arrays.fill(bursts, second, Math.min(bursts.length, second + length), true);
                    }
                }
            }
        }

        private void request(boolean candidate, double time) {
            int second = (int) (time % STEP_SECONDS);
            double errors = scenario.bursts() && errorBursts[second] ? 0.3 : scenario.errors();
            boolean slow = scenario.slow() && slowBursts[scenario.apart() && candidate ? 1 : 0][second];
            double nanos = MEDIAN_NANOS * Math.exp(SIGMA * gaussian());
            if (candidate && (!scenario.tailOnly() || nanos > tail)) {
                nanos *= scenario.slower();
            }
            nanos *= slow ? 3 : 1;
            long now = (long) (time * SECOND + nanos);
            if (random.nextDouble() < errors + (candidate ? scenario.moreErrors() : 0)) {
                recorder.failed(candidate, now, (long) nanos);
            } else {
                recorder.answered(candidate, now, (long) nanos);
            }
            boolean chosen = sampled < SAMPLE;
            boolean label = random.nextDouble() < LABELLED;
            if (chosen || label) {
                PairedRows.Row row = row();
                if (chosen) {
                    sampled++;
                    sample.add(row);
                }
                if (label) {
                    labelled.add(row);
                }
            }
        }

        /** Both wrong together for half of what is wrong, else each on its own. */
        private PairedRows.Row row() {
            if (scenario.classes() == 0) {
                double truth = 10 * gaussian();
                double common = heavy();
                return new PairedRows.Row(
                        "" + (truth + common + heavy()), "" + (truth + common + heavy()), "" + truth);
            }
            int truth = random.nextInt(scenario.classes());
            boolean hard = random.nextDouble() < 0.1;
            return new PairedRows.Row(
                    answer(truth, hard, 0.1 / 0.9 + scenario.drop() / 0.9), answer(truth, hard, 0.1 / 0.9), "" + truth);
        }

        private String answer(int truth, boolean hard, double wrong) {
            boolean right = !hard && random.nextDouble() >= wrong;
            return "" + (right ? truth : (truth + 1 + random.nextInt(scenario.classes() - 1)) % scenario.classes());
        }

        /** Student's t with three degrees of freedom. */
        private double heavy() {
            double squares = 0;
            for (int i = 0; i < 3; i++) {
                double normal = gaussian();
                squares += normal * normal;
            }
            return gaussian() / Math.sqrt(squares / 3);
        }

        private double gaussian() {
            return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
        }

        private List<Check> look(int step, double level) {
            blocks.set(blocks.size() - 1, recorder.snapshot());
            measured = new Measurement(
                    step,
                    level,
                    traffic(true),
                    traffic(false),
                    List.copyOf(blocks),
                    new PairedRows(scenario.classes() == 0, sample, labelled),
                    null,
                    null);
            measured = slowStart.timed(measured);
            List<Check> checks = analysis.of(measured);
            if (!slowStart.putsAside(measured, checks)) {
                return checks;
            }
            measured = slowStart.timed(measured);
            return analysis.of(measured);
        }

        /** As the router counts; the 95th percentile is that of the whole, which lies above the floor of 20 ms. */
        private TrafficSnapshot traffic(boolean candidate) {
            long answered = 0;
            long errors = 0;
            for (TrafficBlock block : blocks.get(blocks.size() - 1)) {
                TrafficBlock.Side side = candidate ? block.candidate() : block.champion();
                answered += side.answered();
                errors += side.errors();
            }
            PredictionSummary predictions = scenario.classes() == 0
                    ? new PredictionSummary(answered, Map.of(), 0, answered)
                    : new PredictionSummary(answered, Map.of("0", answered), 0, 0);
            return new TrafficSnapshot(
                    answered + errors, errors, 0, 0, 0, 0, answered, 30.0, 68.0, 67.0, 69.0, predictions);
        }
    }
}
