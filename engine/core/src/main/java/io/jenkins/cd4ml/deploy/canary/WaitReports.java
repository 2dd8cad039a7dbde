package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.stage.EventSink;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Reports what a step of live traffic waits for: progress at each look at the router, a sentence at each look at the checks and every half minute. */
final class WaitReports {
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final EventSink events;
    private final int weight;
    private final boolean sentences;
    private final LongSupplier clock;
    private final long started;
    private long reported;
    private String checks = "";

    /**
     * Of a step that begins now.
     *
     * @param sentences whether to report in sentences besides; a rehearsal is over soon
     * @param clock nanoseconds, {@code System::nanoTime}
     */
    WaitReports(EventSink events, int weight, boolean sentences, LongSupplier clock) {
        this.events = events;
        this.weight = weight;
        this.sentences = sentences;
        this.clock = clock;
        this.started = clock.getAsLong();
        this.reported = started;
    }

    /** So many of the {@code unit} are there, of those that are waited for. */
    void waiting(long done, long wanted, String unit) {
        events.progress(Math.min(done, wanted), wanted, unit + " at " + weight + " %");
        long now = clock.getAsLong();
        if (sentences && now - reported >= EVERY.toNanos()) {
            reported = now;
            events.message(weight + " %: " + done + " of " + wanted + " " + unit + " after "
                    + Duration.ofNanos(now - started).toSeconds() + " s" + checks);
        }
    }

    /** What a look has shown. */
    void looked(long requests, List<Check> found) {
        checks = "; "
                + found.stream()
                        .map(check -> check.name().replaceFirst("^\\d+ %: ", "") + " " + word(check))
                        .collect(Collectors.joining(", "));
        if (sentences) {
            reported = clock.getAsLong();
            events.message(weight + " %: looked after " + requests + " requests of the candidate" + checks);
        }
    }

    private static String word(Check check) {
        return check.inconclusive() ? "not shown" : check.outcome().name().toLowerCase(Locale.ROOT);
    }
}
