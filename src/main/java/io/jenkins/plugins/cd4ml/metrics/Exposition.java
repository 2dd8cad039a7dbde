package io.jenkins.plugins.cd4ml.metrics;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes Prometheus' text format 0.0.4: families by name, each with its help and type. Stops at a bound, so that no number of jobs
 * makes it endless.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>
 */
final class Exposition {
    static final String CONTENT_TYPE = "text/plain;version=0.0.4;charset=utf-8";

    private static final int MOST_SAMPLES = 100_000;

    private final TreeMap<String, Family> families = new TreeMap<>();
    private int samples;

    private record Family(String help, TreeMap<String, String> samples) {}

    /** One value of a gauge; nothing for null. The last one with the same labels counts. */
    Exposition gauge(String name, String help, Map<String, String> labels, @CheckForNull Number value) {
        if (value != null && samples < MOST_SAMPLES) {
            Family family = families.computeIfAbsent(name, n -> new Family(help, new TreeMap<>()));
            if (family.samples().put(labels(labels), number(value)) == null) {
                samples++;
            }
        }
        return this;
    }

    /** A moment, in seconds since 1970 as Prometheus counts time. */
    Exposition moment(String name, String help, Map<String, String> labels, @CheckForNull Instant moment) {
        return gauge(name, help, labels, moment == null ? null : moment.toEpochMilli() / 1000.0);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        families.forEach((name, family) -> {
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(family.help())
                    .append('\n');
            text.append("# TYPE ").append(name).append(" gauge\n");
            family.samples().forEach((labels, value) -> text.append(name)
                    .append(labels)
                    .append(' ')
                    .append(value)
                    .append('\n'));
        });
        return text.toString();
    }

    private static String number(Number value) {
        double number = value.doubleValue();
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private static String labels(Map<String, String> labels) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(labels).forEach((name, value) -> text.append(text.isEmpty() ? '{' : ',')
                .append(name)
                .append("=\"")
                .append(escape(value))
                .append('"'));
        return text.isEmpty() ? "" : text.append('}').toString();
    }

    /** As the format wants it: backslash, quote, line feed. */
    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
