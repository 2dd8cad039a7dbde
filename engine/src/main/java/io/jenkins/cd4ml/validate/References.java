package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The versions besides the champion that {@code versus} names: a fixed one, or the best so far. Each comparison with a champion accepts a
 * small loss, and with each champion the next one starts from there; one version that stays the same keeps their sum within the margin.
 *
 * <p>The best so far is found along the chain of an environment's champions: each was compared with the one before it, and its version
 * keeps the difference. The sums of the differences say which one stands highest. Values that were measured on different rows are never
 * compared.
 */
final class References {
    static final String CHAMPION = "champion";
    static final String BEST = "best";

    private References() {}

    /**
     * A version.
     *
     * @param against {@link #BEST} or a version's number
     * @return a reference without a path where the caller keeps the registry and has not brought that version
     * @throws io.jenkins.cd4ml.problem.InputException where the registry has no version of that number
     */
    static Optional<ModelReference> of(
            GateRule.Versus rule, StageRequest request, StageContext context, Optional<ModelReference> champion)
            throws IOException {
        String model = context.configuration().model();
        boolean best = rule.against().equals(BEST);
        if (best && champion.isEmpty()) {
            return champion;
        }
        Integer version = best ? null : Integer.valueOf(rule.against());
        if (champion.isPresent()
                && version != null
                && version.equals(champion.get().version())) {
            return champion;
        }
        if (request.registry() == RegistryMode.PROPOSE) {
            return Optional.of(new ModelReference(model, version, null, null));
        }
        LocalRegistry registry = LocalRegistry.open(context.home());
        String environment = context.configuration().deploy().environment();
        return Optional.of(registry.version(
                model, best ? best(sums(registry, model, environment, rule), champion.get()) : version));
    }

    /** By version that was a champion of the environment, the first one first: how much better it is than the first one, summed up. */
    static Map<Integer, Double> sums(LocalRegistry registry, String model, String environment, GateRule.Versus rule)
            throws IOException {
        Map<Integer, Double> gained = new LinkedHashMap<>();
        for (RegisteredVersion version : registry.versions(model)) {
            gained.put(version.version(), gain(version, rule));
        }
        Map<Integer, Double> sums = new LinkedHashMap<>();
        for (HistoryEntry entry : registry.history(model)) {
            boolean promoted = entry.action().movesAlias() && environment.equals(entry.alias()) && entry.to() != null;
            if (promoted && !sums.containsKey(entry.to())) {
                double before = entry.from() == null ? 0 : sums.getOrDefault(entry.from(), 0.0);
                double gain = sums.isEmpty() ? 0 : gained.getOrDefault(entry.to(), 0.0);
                sums.put(entry.to(), before + gain);
            }
        }
        return sums;
    }

    private static int best(Map<Integer, Double> sums, ModelReference champion) {
        return sums.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(champion.version());
    }

    /** The difference to the champion before, as its gate measured it; 0 where none did. */
    private static double gain(RegisteredVersion version, GateRule.Versus rule) {
        if (version.origin() == null || version.origin().checks() == null) {
            return 0;
        }
        String name = rule.key().name().id();
        return version.origin().checks().stream()
                .filter(check -> check.value() != null
                        && "gate".equals(check.group())
                        && check.name().startsWith(name)
                        && check.name().contains(" versus " + CHAMPION))
                .mapToDouble(Check::value)
                .map(value -> rule.higher() ? value : -value)
                .findFirst()
                .orElse(0);
    }

    /**
     * What the champions have lost together since the best of them.
     *
     * @return a sentence where that is more than the margin; null otherwise
     */
    static String lost(
            GateRule.Versus rule, StageRequest request, StageContext context, Optional<ModelReference> champion)
            throws IOException {
        if (request.registry() == RegistryMode.PROPOSE || champion.isEmpty()) {
            return null;
        }
        Map<Integer, Double> sums = sums(
                LocalRegistry.open(context.home()),
                context.configuration().model(),
                context.configuration().deploy().environment(),
                rule);
        Double now = sums.get(champion.get().version());
        int best = best(sums, champion.get());
        double loss = now == null ? 0 : sums.getOrDefault(best, now) - now;
        return loss <= rule.margin() || loss == 0
                ? null
                : "the champions since version " + best + " have lost " + Sentences.figure(loss) + " of "
                        + rule.key().name().id() + " together, more than the margin " + Sentences.plain(rule.margin())
                        + " of each: compare with 'versus: best' or a fixed version";
    }
}
