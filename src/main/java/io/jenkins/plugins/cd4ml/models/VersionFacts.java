package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What machines are told of a version. */
@ExportedBean(defaultVisibility = 2)
public final class VersionFacts {
    private final ModelVersion version;
    private final VersionRow row;

    VersionFacts(VersionPage page) {
        version = page.getVersion();
        row = page.getRow();
    }

    @Exported
    public String getModel() {
        return version.model();
    }

    @Exported
    public String getDigest() {
        return version.digest();
    }

    @Exported
    public String getCreated() {
        return version.created().toString();
    }

    @Exported
    public String getActor() {
        return version.actor();
    }

    @Exported
    @CheckForNull
    public String getBuild() {
        return version.build() == null ? null : version.build().toString();
    }

    @Exported
    @CheckForNull
    public String getDataVersion() {
        return row.dataVersion();
    }

    @Exported
    @CheckForNull
    public String getCodeRevision() {
        return version.lineage() == null ? null : version.lineage().codeRevision();
    }

    /** {@code PASSED} or {@code FAILED}; null where the version was not validated. */
    @Exported
    @CheckForNull
    public String getValidation() {
        return version.evaluation() == null || version.evaluation().validation() == null
                ? null
                : version.evaluation().validation().name();
    }

    @Exported
    public List<String> getAliases() {
        return row.aliases();
    }

    /** Environments that it is approved for. */
    @Exported
    public List<String> getApprovals() {
        return row.approvals();
    }

    /** Figures by name; those of a single class as {@code recall.rain}. */
    @Exported
    public Map<String, Double> getMetrics() {
        Map<String, Double> metrics = new TreeMap<>();
        for (MetricValue metric : VersionRow.metrics(version)) {
            if (metric.name() != null && metric.value() != null) {
                metrics.put(
                        metric.label() == null ? metric.name() : metric.name() + "." + metric.label(), metric.value());
            }
        }
        return metrics;
    }
}
