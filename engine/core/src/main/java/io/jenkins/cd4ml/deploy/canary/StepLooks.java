package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.config.DeploySettings.Inconclusive;
import io.jenkins.cd4ml.config.LabelSettings;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One step: looks while its requests come, so that a bad candidate ends as soon as that is shown; waits for labels, and where it is
 * inconclusive and {@code deploy.onInconclusive} says so for more requests.
 */
final class StepLooks {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final String REQUESTS = "requests of the candidate";

    private final Looks looks;
    private final DeploySettings settings;
    private final int number;
    private final Judge judge;
    private final WaitReports reports;
    private Judged newest;
    private int early;
    private int extra;
    private String over;

    /**
     * What was measured until a look, and what it shows.
     *
     * @param open whether the step must go on for a second look at the latency
     */
    record Judged(Measurement measurement, List<Check> checks, boolean open) {
        Check failed() {
            return checks.stream().filter(Check::failed).findFirst().orElse(null);
        }

        Check inconclusive() {
            return checks.stream().filter(Check::inconclusive).findFirst().orElse(null);
        }
    }

    /** Measures and judges at that level. */
    @FunctionalInterface
    interface Judge {
        Judged at(double level) throws CanaryOverException, IOException, InterruptedException;
    }

    /** {@code number} of the step, counted from 0. */
    StepLooks(Looks looks, DeploySettings settings, int number, Judge judge, WaitReports reports) {
        this.looks = looks;
        this.settings = settings;
        this.number = number;
        this.judge = judge;
        this.reports = reports;
    }

    void run(TrafficSource source, int weight, LeaseKeeper lease, StageContext context)
            throws CanaryOverException, IOException, InterruptedException {
        source.step(weight, settings.requests(), lease, this::earlyLook);
        if (hasFailed()) {
            return;
        }
        if (settings.labels() != null && source.answers() == null) {
            awaitLabels(source, weight, lease, context);
        }
        if (!hasFailed()) {
            look(looks.end());
        }
        awaitAnswer(source, weight, lease);
    }

    /** The last look. */
    Measurement measurement() {
        return newest.measurement();
    }

    List<Check> checks() {
        return newest.checks();
    }

    /** What ends the canary; null where it goes on. */
    Check stops() {
        Check failed = newest.failed();
        boolean continues = policy() == Inconclusive.CONTINUE && !newest.open();
        return failed != null || continues ? failed : newest.inconclusive();
    }

    /** For the log. */
    String sentence() {
        Check stops = stops();
        if (stops != null) {
            return stops.message() + (over == null ? "" : "; " + over);
        }
        List<String> open = newest.checks().stream()
                .filter(Check::inconclusive)
                .map(Check::name)
                .toList();
        return open.isEmpty() ? "passed" : "nothing worse was shown; not shown: " + String.join(", ", open);
    }

    private Inconclusive policy() {
        return settings.onInconclusive(number);
    }

    private void look(double level) throws CanaryOverException, IOException, InterruptedException {
        newest = judge.at(level);
        reports.looked(newest.measurement().candidate().requests(), newest.checks());
    }

    private boolean hasFailed() {
        return newest != null && newest.failed() != null;
    }

    /** Before the end of the step, each of the planned looks once. */
    private boolean earlyLook(long requests) throws CanaryOverException, IOException, InterruptedException {
        reports.waiting(requests, settings.requests(), REQUESTS);
        int due = early;
        while (due < looks.planned().size() - 1 && requests >= looks.planned().get(due)) {
            due++;
        }
        if (due == early || requests >= settings.requests()) {
            return true;
        }
        early = due;
        look(looks.early());
        return !hasFailed();
    }

    /** Holds the weight until enough labels are there or their time is over. */
    private void awaitLabels(TrafficSource source, int weight, LeaseKeeper lease, StageContext context)
            throws CanaryOverException, IOException, InterruptedException {
        LabelSettings labels = settings.labels();
        long start = System.nanoTime();
        long next = 2L * settings.requests();
        Duration pause = POLL;
        while (!hasFailed()) {
            context.cancellation().check();
            lease.check();
            long reading = System.nanoTime();
            source.prepare(lease);
            PairedRows pairs = source.pairs();
            long known =
                    pairs == null ? labelled(source.labels()) : pairs.labelled().size();
            reports.waiting(known, labels.min(), "labelled rows");
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            if (known >= labels.min() || passed.compareTo(labels.longest()) >= 0) {
                return;
            }
            // A log that takes long to read is read less often.
            pause = pause.compareTo(Duration.ofNanos(20 * (System.nanoTime() - reading))) < 0
                    ? Duration.ofNanos(20 * (System.nanoTime() - reading))
                    : POLL;
            Thread.sleep(pause.toMillis());
            long target = next;
            long[] had = {0};
            source.step(weight, 0, lease, done -> {
                had[0] = done;
                return true;
            });
            if (had[0] >= target) {
                next = 2 * had[0];
                look(looks.extra(extra++));
            }
        }
    }

    private static long labelled(LiveLabels labels) {
        return labels == null
                ? 0
                : Math.min(labels.candidate().rows(), labels.champion().rows());
    }

    private boolean goesOn() {
        return newest.failed() == null
                && (newest.open() || policy() == Inconclusive.WAIT && newest.inconclusive() != null);
    }

    /** More requests until there is an answer, or a second look at a slow start; each time twice as many. */
    private void awaitAnswer(TrafficSource source, int weight, LeaseKeeper lease)
            throws CanaryOverException, IOException, InterruptedException {
        long start = System.nanoTime();
        long requests = settings.requests();
        while (goesOn()) {
            Duration left = LiveTraffic.limit(settings).minusNanos(System.nanoTime() - start);
            if (left.isNegative()) {
                over = "the step has waited for " + LiveTraffic.limit(settings).toSeconds() + " s";
                return;
            }
            requests *= 2;
            long wanted = requests;
            source.step(weight, requests, lease, done -> {
                reports.waiting(done, wanted, REQUESTS);
                return System.nanoTime() - start < LiveTraffic.limit(settings).toNanos();
            });
            look(looks.extra(extra++));
        }
    }
}
