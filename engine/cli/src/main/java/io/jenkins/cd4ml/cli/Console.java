package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.protocol.Event;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.report.TerminalSummary;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells a person what happens: events on standard error, verdicts on standard output. On a terminal a progress bar with rate
 * and time left moves in place; elsewhere there are plain lines only, and no bar.
 */
final class Console implements Consumer<Event> {
    private static final int WIDTH = 80;
    private static final int BAR = 24;
    private static final Duration METRICS_PAUSE = Duration.ofSeconds(2);

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final boolean colour;
    private Instant started = Instant.now();
    private Instant lastMetrics = Instant.EPOCH;
    private boolean barShown;

    Console(PrintStream out, PrintStream err, boolean terminal, boolean colour) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.colour = colour;
    }

    static Console ofSystem() {
        boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
        return new Console(System.out, System.err, terminal, terminal && System.getenv("NO_COLOR") == null);
    }

    @Override
    public synchronized void accept(Event event) {
        switch (event.kind()) {
            case STARTED -> {
                started = event.time();
                line(event.stage().command() + " …");
            }
            case MESSAGE -> line("  " + event.message());
            case WARNING -> line("  warning: " + event.message());
            case METRICS -> metrics(event.time(), event.metrics());
            case PROGRESS -> progress(event);
            case FINISHED -> clearBar();
        }
    }

    /** The verdict of a stage, on standard output. */
    synchronized void result(StageResult result) {
        clearBar();
        out.print(TerminalSummary.of(result, colour, WIDTH));
        out.flush();
    }

    private void metrics(Instant time, Map<String, Double> metrics) {
        if (terminal) {
            // the bar shows that things move; one line an epoch would scroll everything else away
            return;
        }
        if (lastMetrics.isAfter(time.minus(METRICS_PAUSE))) {
            return;
        }
        lastMetrics = time;
        line("  "
                + metrics.entrySet().stream()
                        .map(metric -> metric.getKey() + " " + number(metric.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    private void progress(Event event) {
        if (!terminal) {
            return;
        }
        err.print("\r\u001b[2K" + bar(event));
        err.flush();
        barShown = true;
    }

    private String bar(Event event) {
        long done = event.done();
        double seconds = Math.max(0.001, Duration.between(started, event.time()).toMillis() / 1000.0);
        boolean bytes = "bytes".equals(event.unit());
        String unit = bytes ? "MB" : event.unit();
        double scale = bytes ? 1e6 : 1;
        String rate = amount(done / seconds / scale) + " " + unit + "/s";
        if (event.total() == null || event.total() == 0) {
            return "  " + amount(done / scale) + " " + unit + ", " + rate;
        }
        int filled = (int) (BAR * Math.min(done, event.total()) / event.total());
        long left = Math.round((event.total() - done) * seconds / Math.max(1, done));
        return "  [" + "#".repeat(filled) + "-".repeat(BAR - filled) + "] " + amount(done / scale) + "/"
                + amount(event.total() / scale) + " " + unit + ", " + rate + ", " + left + " s left";
    }

    /** Whole numbers without a fraction, small others with one digit. */
    private static String amount(double value) {
        return value == Math.rint(value) || value >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private void line(String text) {
        clearBar();
        err.println(text);
    }

    private void clearBar() {
        if (barShown) {
            err.print("\r\u001b[2K");
            err.flush();
            barShown = false;
        }
    }
}
