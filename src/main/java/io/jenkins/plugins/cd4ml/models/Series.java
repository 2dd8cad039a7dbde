package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The figures of a model's newest versions for the page's script.
 *
 * @param metrics the newest version's, those of the whole first
 * @param served environments by number of a version that serves or served there
 * @param serving environments by number of a version that serves there now
 */
public record Series(List<Metric> metrics, Map<Integer, Set<String>> served, Map<Integer, Set<String>> serving) {
    private static final int VERSIONS = 500;
    private static final int METRICS = 12;

    /**
     * One metric, the oldest version first.
     *
     * @param label the class it speaks of; null for the whole
     */
    public record Metric(String name, String label, boolean higherIsBetter, List<Point> points) {}

    /**
     * A metric of one version.
     *
     * @param threshold of the gate that held it against a number; null where there was none
     */
    public record Point(int version, Double value, Double lower, Double upper, Double threshold) {}

    @NonNull
    static Series of(ModelPage page) throws IOException {
        if (page.summary().versionCount() == 0) {
            return new Series(List.of(), Map.of(), Map.of());
        }
        List<ModelVersion> versions = new ArrayList<>(ModelRegistry.get().versions(page.getName(), 0, VERSIONS));
        Collections.reverse(versions);
        List<MetricValue> newest = VersionRow.metrics(versions.get(versions.size() - 1));
        List<Metric> metrics = Stream.concat(
                        newest.stream().filter(isOfTheWhole()),
                        newest.stream().filter(isOfTheWhole().negate()))
                .filter(metric -> metric.name() != null)
                .limit(METRICS)
                .map(metric ->
                        new Metric(metric.name(), metric.label(), metric.higherIsBetter(), points(metric, versions)))
                .toList();
        return new Series(metrics, served(page.history()), serving(page.summary()));
    }

    private static Predicate<MetricValue> isOfTheWhole() {
        return metric -> metric.label() == null;
    }

    private static List<Point> points(MetricValue like, List<ModelVersion> versions) {
        return versions.stream()
                .map(version -> VersionRow.metrics(version).stream()
                        .filter(metric -> VersionRow.areAlike(metric, like))
                        .findFirst()
                        .map(metric -> point(version, metric))
                        .orElseGet(() -> new Point(version.number(), null, null, null, null)))
                .toList();
    }

    private static Point point(ModelVersion version, MetricValue metric) {
        return new Point(
                version.number(),
                metric.value(),
                metric.interval() == null ? null : metric.interval().lower(),
                metric.interval() == null ? null : metric.interval().upper(),
                threshold(metric, VersionRow.checks(version)));
    }

    /** Of the gate that holds the metric itself against a number, by the gate's name: {@code recall for rain >= 0.8}. */
    private static Double threshold(MetricValue metric, List<Check> checks) {
        String spoken = metric.label() == null ? metric.name() : metric.name() + " for " + metric.label();
        return checks.stream()
                .filter(check -> "gate".equals(check.group()) && check.threshold() != null && check.name() != null)
                .filter(check -> check.name().startsWith(spoken + " " + check.comparison() + " "))
                .map(Check::threshold)
                .findFirst()
                .orElse(null);
    }

    private static Map<Integer, Set<String>> serving(ModelSummary model) {
        Map<Integer, Set<String>> serving = new TreeMap<>();
        model.champions().forEach(champion -> serving.computeIfAbsent(champion.version(), version -> new TreeSet<>())
                .add(champion.environment()));
        return serving;
    }

    private static Map<Integer, Set<String>> served(List<HistoryEntry> history) {
        Map<Integer, Set<String>> served = new TreeMap<>();
        history.stream()
                .filter(entry -> entry.action().movesAlias())
                .filter(entry -> new HistoryLine(entry).isTelling())
                .forEach(entry -> served.computeIfAbsent(entry.to(), version -> new TreeSet<>())
                        .add(entry.alias()));
        return served;
    }
}
