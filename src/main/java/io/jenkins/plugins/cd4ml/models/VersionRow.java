package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.plugins.cd4ml.registry.Champion;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.results.Look;
import java.util.List;
import java.util.Objects;

/**
 * A version in the list.
 *
 * @param aliases that point to it, environments among them
 * @param approvals environments that it is approved for
 */
public record VersionRow(ModelVersion version, List<String> aliases, List<String> approvals) {

    @NonNull
    static VersionRow of(ModelSummary model, ModelVersion version) {
        return new VersionRow(version, model.aliases(version.number()), List.copyOf(model.approvals(version.number())));
    }

    /** Environments that it is approved for and has not served in yet. */
    @NonNull
    public List<String> ahead(ModelPage page) {
        return approvals.stream()
                .filter(environment -> isAhead(page, environment))
                .toList();
    }

    private boolean isAhead(ModelPage page, String environment) {
        Champion champion = page.summary().champion(environment);
        return champion == null || champion.version() < number();
    }

    public int number() {
        return version.number();
    }

    @NonNull
    public Moment created() {
        return Moment.of(version.created());
    }

    @CheckForNull
    public BuildLink build() {
        return BuildLink.of(version.build());
    }

    @CheckForNull
    public String dataVersion() {
        return version.lineage() == null ? null : version.lineage().dataVersion();
    }

    /** How the validation ended. */
    @NonNull
    public Look look() {
        if (!version.wasRead()) {
            return new Look("!", Messages.VersionRow_unreadable(), "bad");
        }
        return version.evaluation() == null || version.evaluation().validation() == null
                ? new Look("\u2013", Messages.VersionRow_notValidated(), "still")
                : Look.ofVerdict(version.evaluation().validation().name());
    }

    /** "5 of 6" checks; null where there were none. */
    @CheckForNull
    public String tally() {
        List<Check> checks = checks(version);
        long passed = checks.stream()
                .filter(check -> check.outcome() == Outcome.PASSED)
                .count();
        return checks.isEmpty() ? null : Messages.VersionRow_tally(passed, checks.size());
    }

    /** A metric as text; a dash where this version has none of that name. */
    @NonNull
    public String metric(MetricValue like) {
        return metrics(version).stream()
                .filter(metric -> areAlike(metric, like))
                .findFirst()
                .map(metric -> Estimate.of(metric.value(), metric.interval()))
                .orElse("\u2013");
    }

    /** Whether they measure the same, of the same class. */
    static boolean areAlike(MetricValue one, MetricValue other) {
        return Objects.equals(one.name(), other.name()) && Objects.equals(one.label(), other.label());
    }

    static List<MetricValue> metrics(ModelVersion version) {
        return version.evaluation() == null || version.evaluation().metrics() == null
                ? List.of()
                : version.evaluation().metrics().stream()
                        .filter(Objects::nonNull)
                        .toList();
    }

    static List<Check> checks(ModelVersion version) {
        return version.evaluation() == null || version.evaluation().checks() == null
                ? List.of()
                : version.evaluation().checks().stream()
                        .filter(Objects::nonNull)
                        .toList();
    }
}
