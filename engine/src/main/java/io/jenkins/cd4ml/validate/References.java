package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.ReferencePackage;
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
 * <p>What a caller brings with the request comes first; the local registry is asked only where it is the caller's. There the best so far is
 * found along the chain of an environment's {@linkplain EarlierChampions champions}.
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
        Integer version = best ? null : Integer.valueOf(rule.against());
        if (champion.isPresent()
                && version != null
                && version.equals(champion.get().version())) {
            return champion;
        }
        Optional<ModelReference> brought = brought(rule, labels, request);
        if (brought.isPresent()) {
            return brought;
        }
        if (request.registry() == RegistryMode.PROPOSE) {
            return Optional.of(new ModelReference(model, version, null, null));
        }
        Integer asked = best ? champions.best(rule, labels) : version;
        return Optional.of(LocalRegistry.open(context.home())
                .version(model, asked == null ? champion.get().version() : asked));
    }

    /** What came with the request: of the best versions the one in the rule's own metric, otherwise the one for all others. */
    private static Optional<ModelReference> brought(GateRule.Versus rule, Labels labels, StageRequest request) {
        List<ReferencePackage> named = Stream.ofNullable(request.references())
                .flatMap(List::stream)
                .filter(reference -> rule.against().equals(reference.versus()) && isWhole(reference.model()))
                .toList();
        String metric = Sentences.name(rule.key(), labels);
        return named.stream()
                .filter(reference -> metric.equals(reference.metric()))
                .findFirst()
                .or(() -> named.stream()
                        .filter(reference -> reference.metric() == null)
                        .findFirst())
                .map(ReferencePackage::model);
    }

    /** Without a digest any package would do. */
    private static boolean isWhole(ModelReference model) {
        return model != null && model.digest() != null && model.path() != null;
    }

    /** The champions of the environment; none where the caller keeps the registry. */
    static EarlierChampions champions(StageRequest request, StageContext context) throws IOException {
        return request.registry() == RegistryMode.PROPOSE
                ? EarlierChampions.NONE
                : EarlierChampions.of(
                        LocalRegistry.open(context.home()),
                        context.configuration().model(),
                        context.configuration().deploy().environment());
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
        double loss = gains.get(best) - now;
        return loss <= rule.margin() || loss == 0
                ? null
                : "the champions since version " + best + " have lost " + Sentences.figure(loss) + " of "
                        + Sentences.name(rule.key(), labels) + " together, more than the margin "
                        + Sentences.plain(rule.margin())
                        + " of each: compare with 'versus: best' or a fixed version";
    }
}
