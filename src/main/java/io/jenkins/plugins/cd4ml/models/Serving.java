package io.jenkins.plugins.cd4ml.models;

import io.jenkins.plugins.cd4ml.registry.Champion;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import java.util.List;

/**
 * A version that serves in an environment.
 *
 * @param since when it took over
 */
public record Serving(String environment, int version, Moment since) {

    static List<Serving> of(ModelSummary model) {
        return model.champions().stream().map(Serving::of).toList();
    }

    static Serving of(Champion champion) {
        return new Serving(champion.environment(), champion.version(), Moment.of(champion.since()));
    }
}
