package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.config.DeploySettings;
import java.util.ArrayList;
import java.util.List;

/**
 * When a step is looked at, and which part of the canary's budget of false alarms a check may spend at each look. The budget
 * ({@code deploy.analysis.falseAlarms}) is shared equally by the {@value #CHECKS} checks and by the steps; within a step half of it is
 * for the look at its end, a quarter for those at 25, 50, 100, … requests before, and a quarter for those while it waits for labels or
 * for more requests, of which each has half of what is left. All parts together are at most the budget (Bonferroni), so a canary whose two versions are alike ends by mistake with at most
 * that probability, however often it is looked at.
 */
public final class Looks {
    /** Errors, latency, predictions, quality. */
    static final int CHECKS = 4;

    private static final int FIRST = 25;
    private final double ofStep;
    private final List<Integer> planned;

    public Looks(DeploySettings settings) {
        this.ofStep =
                settings.analysis().falseAlarms() / CHECKS / settings.steps().size();
        this.planned = planned(settings.requests());
    }

    /** Requests of the candidate in a step at which it is looked at, ascending; the last one is the planned end. */
    public List<Integer> planned() {
        return planned;
    }

    /** For each look before the planned end of a step: the one-sided probability of a false alarm that each check may have. */
    public double early() {
        return ofStep / 4 / Math.max(1, planned.size() - 1);
    }

    /** For the look at the end of a step. */
    public double end() {
        return ofStep / 2;
    }

    /** For a look in between while a step waits for labels or for more requests; counted from 0. */
    public double extra(int look) {
        return ofStep / 4 / Math.pow(2, look + 1.0);
    }

    private static List<Integer> planned(int requests) {
        List<Integer> looks = new ArrayList<>();
        for (int n = requests; n >= FIRST || looks.isEmpty(); n /= 2) {
            looks.add(0, n);
        }
        return List.copyOf(looks);
    }
}
