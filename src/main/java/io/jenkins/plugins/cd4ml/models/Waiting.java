package io.jenkins.plugins.cd4ml.models;

import io.jenkins.cd4ml.protocol.registry.RegistryState;
import io.jenkins.plugins.cd4ml.registry.Champion;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import java.util.List;

/** The newest version, where it is newer than the champion of an environment and nobody has approved it for there yet. */
public record Waiting(int version, String environment) {

    static List<Waiting> of(ModelSummary model) {
        RegistryState.Registered newest = model.newest();
        return newest == null
                ? List.of()
                : model.environments().stream()
                        .filter(environment -> model.rule(environment).approval())
                        .filter(environment -> waits(model, newest.version(), environment))
                        .map(environment -> new Waiting(newest.version(), environment))
                        .toList();
    }

    private static boolean waits(ModelSummary model, int newest, String environment) {
        Champion champion = model.champion(environment);
        return !model.approvals(newest).contains(environment) && (champion == null || champion.version() < newest);
    }
}
