package io.jenkins.plugins.cd4ml.registry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an environment requires of a version before it becomes the champion there.
 *
 * @param environment its name; {@link #OTHERS} for those that no other rule names
 * @param requireVerdict whether a kept validation must have passed for the version's model, data and gates
 * @param gates names of checks that this validation must have passed; sorted
 * @param requireCanary whether a canary must have promoted it
 * @param approval whether a person must have approved it
 * @param otherApprover whether this must be another person than those who asked for the build that made or deploys it
 * @param approvers ids of users and names of groups that may approve, of those who have the permission; empty: all of them; sorted
 */
public record EnvironmentRule(
        String environment,
        boolean requireVerdict,
        List<String> gates,
        boolean requireCanary,
        boolean approval,
        boolean otherApprover,
        List<String> approvers) {
    /** Stands for the environments that no other rule names. */
    public static final String OTHERS = "*";

    /** Most required gates and approvers of a rule. */
    public static final int MOST_NAMES = 100;

    public EnvironmentRule {
        environment = environment == null ? OTHERS : environment.strip();
        gates = sorted(gates);
        approvers = sorted(approvers);
    }

    /** Where nothing else is configured: a passed validation and nothing more. */
    public static EnvironmentRule standard(String environment) {
        return new EnvironmentRule(environment, true, List.of(), false, false, false, List.of());
    }

    /** The same with or without approval. */
    public EnvironmentRule withApproval(boolean approval) {
        return new EnvironmentRule(
                environment, requireVerdict, gates, requireCanary, approval, otherApprover, approvers);
    }

    /** The same rule for another environment. */
    EnvironmentRule of(String environment) {
        return new EnvironmentRule(
                environment, requireVerdict, gates, requireCanary, approval, otherApprover, approvers);
    }

    /** Whether it requires what {@link #standard} does. */
    @JsonIgnore
    public boolean isStandard() {
        return equals(standard(environment));
    }

    /** Whether that user may approve here as far as the rule goes. */
    public boolean lets(String user, Collection<String> groups) {
        return approvers.isEmpty()
                || approvers.contains(user)
                || approvers.stream().anyMatch(Set.copyOf(groups)::contains);
    }

    /** In a few words, for the history and pages. */
    @JsonIgnore
    public String words() {
        StringBuilder words = new StringBuilder(requireVerdict ? "verdict" : "no verdict");
        gates.forEach(gate -> words.append(", gate ").append(gate));
        words.append(requireCanary ? ", canary" : "").append(approval ? ", approval" : "");
        words.append(otherApprover ? ", by another person" : "");
        return words.append(approvers.isEmpty() ? "" : ", by " + String.join(" or ", approvers))
                .toString();
    }

    private static List<String> sorted(List<String> names) {
        TreeSet<String> sorted = new TreeSet<>();
        for (String name : names == null ? List.<String>of() : names) {
            sorted.add(name.strip());
        }
        sorted.remove("");
        return List.copyOf(sorted);
    }
}
