package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What surrounds the figures of a stage, by the names they have in {@link StageAction#getMetrics()}: both ends of the confidence
 * interval, and the threshold of a gate. Builds of release 1.0 keep it by its fields.
 */
@ExportedBean(defaultVisibility = 2)
public final class Bounds {
    private final TreeMap<String, Double> lower;
    private final TreeMap<String, Double> upper;
    private final TreeMap<String, Double> thresholds;

    Bounds() {
        this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    Bounds(TreeMap<String, Double> lower, TreeMap<String, Double> upper, TreeMap<String, Double> thresholds) {
        this.lower = lower;
        this.upper = upper;
        this.thresholds = thresholds;
    }

    /** Those of a result, for the figures that are kept of it. */
    static Bounds of(StageResult result, Map<String, Double> kept) {
        Bounds bounds = new Bounds();
        if (result.detail() instanceof ValidateModelDetail validation) {
            Map<String, Double> limits = limits(result);
            validation.metrics().stream()
                    .filter(metric -> kept.containsKey(Figures.name(metric)))
                    .forEach(metric -> bounds.add(metric, limits));
        } else if (result.detail() instanceof CheckDriftDetail drift) {
            bounds.thresholds.put("share", drift.shareThreshold());
        }
        return bounds;
    }

    /**
     * What gates hold a metric itself against, by the words before the comparison: {@code recall for rain} of {@code recall for rain >= 0.5};
     * of no slice, against no champion. The first gate of a metric counts.
     */
    private static Map<String, Double> limits(StageResult result) {
        Map<String, Double> limits = new HashMap<>();
        for (Check check : result.checks()) {
            if ("gate".equals(check.group())
                    && check.threshold() != null
                    && check.name() != null
                    && check.comparison() != null) {
                int end = check.name().indexOf(" " + check.comparison() + " ");
                if (end > 0) {
                    limits.putIfAbsent(check.name().substring(0, end), check.threshold());
                }
            }
        }
        return limits;
    }

    private void add(MetricValue metric, Map<String, Double> limits) {
        String name = Figures.name(metric);
        if (metric.interval() != null) {
            lower.put(name, metric.interval().lower());
            upper.put(name, metric.interval().upper());
        }
        Double limit = limits.get(metric.label() == null ? metric.name() : metric.name() + " for " + metric.label());
        if (limit != null) {
            thresholds.put(name, limit);
        }
    }

    /** Lower ends of the intervals, by figure. */
    @Exported
    public Map<String, Double> getLower() {
        return Collections.unmodifiableMap(lower);
    }

    /** Upper ends of the intervals, by figure. */
    @Exported
    public Map<String, Double> getUpper() {
        return Collections.unmodifiableMap(upper);
    }

    /** What gates hold figures against; the share of drifted columns from which the data set has drifted. */
    @Exported
    public Map<String, Double> getThresholds() {
        return Collections.unmodifiableMap(thresholds);
    }

    /** The threshold of a figure; null where it has none. */
    @CheckForNull
    public Double threshold(String figure) {
        return thresholds.get(figure);
    }
}
