package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import io.jenkins.plugins.cd4ml.registry.EnvironmentRule;
import io.jenkins.plugins.cd4ml.registry.ModelSettings;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The fields of one environment's rule in the form of a model's settings: {@code rule.<number>.<field>}. A rule without an environment is an
 * empty place for a new one.
 *
 * @param number its place in the form, from 0
 * @param environment as it is written in the field; empty for a new rule
 */
public record RuleFields(int number, String environment, EnvironmentRule rule) {
    /** The field that says how many places the form has. */
    static final String COUNT = "rules";

    private static final int MOST = 50;

    /** Those of a form: as they were sent, otherwise as they are kept; with a place for a new one. */
    @NonNull
    static List<RuleFields> of(@CheckForNull StaplerRequest2 sent, ModelSettings settings) {
        List<RuleFields> fields = new ArrayList<>();
        boolean again = sent != null && sent.getParameter(COUNT) != null;
        for (EnvironmentRule rule : again ? parsed(sent) : settings.rules()) {
            fields.add(new RuleFields(fields.size(), rule.environment(), rule));
        }
        fields.add(new RuleFields(fields.size(), "", EnvironmentRule.standard("")));
        return fields;
    }

    /**
     * The rules that a form sends.
     *
     * @param before what stays where the caller sends no rules
     * @throws AbortException where two rules are for one environment
     */
    @NonNull
    static List<EnvironmentRule> read(@CheckForNull StaplerRequest2 sent, List<EnvironmentRule> before)
            throws AbortException {
        if (sent == null || sent.getParameter(COUNT) == null) {
            return before;
        }
        List<EnvironmentRule> rules = parsed(sent);
        for (EnvironmentRule rule : rules) {
            boolean twice = rules.stream()
                            .filter(other -> other.environment().equals(rule.environment()))
                            .count()
                    > 1;
            if (twice) {
                throw new AbortException(Messages.RuleFields_twice(rule.environment()));
            }
        }
        return rules;
    }

    private static List<EnvironmentRule> parsed(StaplerRequest2 sent) {
        List<EnvironmentRule> rules = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            String prefix = "rule." + i + ".";
            String environment = sent.getParameter(prefix + "environment");
            if (environment != null && !environment.isBlank()) {
                rules.add(new EnvironmentRule(
                        environment,
                        sent.getParameter(prefix + "requireVerdict") != null,
                        SettingsForm.lines(sent.getParameter(prefix + "gates")),
                        sent.getParameter(prefix + "requireCanary") != null,
                        sent.getParameter(prefix + "approval") != null,
                        sent.getParameter(prefix + "otherApprover") != null,
                        SettingsForm.lines(sent.getParameter(prefix + "approvers"))));
            }
        }
        return rules;
    }

    /** What its fields' names begin with. */
    @NonNull
    public String prefix() {
        return "rule." + number + ".";
    }

    /** One a line. */
    @NonNull
    public String gates() {
        return String.join("\n", rule.gates());
    }

    /** One a line. */
    @NonNull
    public String approvers() {
        return String.join("\n", rule.approvers());
    }

    /** Whether it is the place for a new rule. */
    public boolean isNew() {
        return environment.isEmpty();
    }
}
