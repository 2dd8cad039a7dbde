package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.plugins.cd4ml.results.KeyFigure;
import io.jenkins.plugins.cd4ml.results.Look;

/** How views write metrics, checks and identities. */
public final class Wording {
    Wording() {}

    @NonNull
    public String name(MetricValue metric) {
        return Estimate.name(metric);
    }

    @NonNull
    public String estimate(MetricValue metric) {
        return Estimate.of(metric.value(), metric.interval());
    }

    /** The value of a check; empty where it has none. */
    @NonNull
    public String value(Check check) {
        return check.value() == null ? "" : Estimate.of(check.value(), check.interval());
    }

    /** "≥ 0.75"; empty where the check holds its value against no number. */
    @NonNull
    public String limit(Check check) {
        if (check.threshold() == null) {
            return "";
        }
        String comparison = check.comparison() == null ? "" : check.comparison();
        String sign = comparison.replace(">=", "\u2265").replace("<=", "\u2264");
        return sign + "\u00a0" + KeyFigure.number(check.threshold());
    }

    @NonNull
    public Look look(Check check) {
        return Look.ofOutcome(check.outcome());
    }

    @CheckForNull
    public String brief(@CheckForNull String identity) {
        return Identity.brief(identity);
    }
}
