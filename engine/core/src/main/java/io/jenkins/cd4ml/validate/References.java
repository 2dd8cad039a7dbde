package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The versions besides the champion that {@code versus} names: a fixed one, or the best so far. Each comparison with a champion accepts a
 * small loss, and with each champion the next one starts from there; one version that stays the same keeps their sum within the margin.
 *
 * <p>The best so far is found along the chain of an environment's {@linkplain EarlierChampions champions}. Packages that a caller brings with
 * the request come first; the local registry is asked only where it is the caller's.
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
            GateRule.Versus rule,
            StageRequest request,
            StageContext context,
            Optional<ModelReference> champion,
            EarlierChampions champions,
            Labels labels)
            throws IOException {
        String model = context.configuration().model();
        boolean best = rule.against().equals(BEST);
        if (best && champion.isEmpty()) {
            return champion;
        }
        Integer version = best ? champions.best(rule, labels) : Integer.valueOf(rule.against());
        if (champion.isPresent()
                && version != null
                && version.equals(champion.get().version())) {
            return champion;
        }
        Optional<ModelReference> brought = brought(model, version, request);
        if (brought.isPresent()) {
            return brought;
        }
        if (request.registry() == RegistryMode.PROPOSE) {
            return Optional.of(new ModelReference(model, version, null, null));
        }
        return Optional.of(LocalRegistry.open(context.home())
                .version(model, version == null ? champion.get().version() : version));
    }

    /** What came with the request. Without a digest any package would do. */
    private static Optional<ModelReference> brought(String model, Integer version, StageRequest request) {
        return Stream.ofNullable(request.references())
                .flatMap(List::stream)
                .filter(reference -> model.equals(reference.model()))
                .filter(reference -> version != null && version.equals(reference.version()))
                .filter(reference -> reference.digest() != null && reference.path() != null)
                .findFirst();
    }

    /**
     * What the champions have lost together since the best of them.
     *
     * @return a sentence where that is more than the margin; null otherwise
     */
    static String lost(
            GateRule.Versus rule, EarlierChampions champions, Labels labels, Optional<ModelReference> champion) {
        Map<Integer, Double> gains = champions.gains(rule, labels);
        Double now = champion.map(ModelReference::version).map(gains::get).orElse(null);
        if (now == null) {
            return null;
        }
        Integer best = champions.best(rule, labels);
        double loss = best == null ? 0 : gains.get(best) - now;
        return loss <= rule.margin() || loss == 0
                ? null
                : "the champions since version " + best + " have lost " + Sentences.figure(loss) + " of "
                        + Sentences.name(rule.key(), labels) + " together, more than the margin "
                        + Sentences.plain(rule.margin())
                        + " of each: compare with 'versus: best' or a fixed version";
    }
}
