package io.jenkins.plugins.cd4ml.registry;

import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import jenkins.model.Jenkins;

/** Which rule an environment has. Each has one, also an environment that no settings name. */
final class EnvironmentRules {
    private EnvironmentRules() {}

    /**
     * The model's rule for the environment; its rule for all others; the site's; a passed validation. Where a model requires more in one
     * environment and does not say what it requires in others, they require as much: another name is no way round an approval.
     */
    static EnvironmentRule of(ModelSettings settings, String environment) {
        Optional<EnvironmentRule> own = settings.ownRule(environment);
        if (own.isPresent()) {
            return own.get().of(environment);
        }
        EnvironmentRule rule =
                site(environment).or(() -> site(EnvironmentRule.OTHERS)).orElse(EnvironmentRule.standard(environment));
        return new EnvironmentRule(
                environment,
                rule.requireVerdict(),
                rule.gates(),
                rule.requireCanary() || any(settings, EnvironmentRule::requireCanary),
                rule.approval() || any(settings, EnvironmentRule::approval),
                rule.otherApprover() || any(settings, EnvironmentRule::otherApprover),
                rule.approvers());
    }

    private static boolean any(ModelSettings settings, Predicate<EnvironmentRule> requires) {
        return settings.rules().stream().anyMatch(requires);
    }

    private static Optional<EnvironmentRule> site(String environment) {
        if (Jenkins.getInstanceOrNull() == null) {
            return Optional.empty();
        }
        return Cd4mlConfiguration.get().getEnvironmentRules().stream()
                .filter(rule -> environment.equals(rule.getEnvironment()))
                .map(rule -> new EnvironmentRule(
                        rule.getEnvironment(),
                        rule.isRequireVerdict(),
                        List.of(rule.getGates().split("\\R")),
                        rule.isRequireCanary(),
                        rule.isApproval(),
                        rule.isOtherApprover(),
                        List.of(rule.getApprovers().split("\\R"))))
                .findFirst();
    }
}
