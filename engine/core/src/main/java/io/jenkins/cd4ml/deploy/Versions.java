package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who is deployed, and who serves.
 *
 * @param champion null for a first deployment
 * @param admission by which verdict, or by whose word, the candidate is rolled out
 */
record Versions(StageContext context, ModelReference candidate, ModelReference champion, Admission admission) {

    /**
     * The run's package, and the champion that the request names; where this machine's registry is the truth, the version
     * with the environment's alias.
     *
     * @throws InputException where the run has no package, or one that is no registered version
     */
    static Versions of(StageRequest request, StageContext context) throws IOException {
        Admission asked = Admission.of(request, context);
        ModelPackage made = asked.made();
        String model = made.manifest().model();
        if (request.registry() == RegistryMode.PROPOSE) {
            ModelReference numbered = request.candidate();
            if (numbered != null && !numbered.digest().equals(made.digest())) {
                throw new InputException("the run's package is not version " + numbered.version() + " of " + model
                        + " any more: run packageModel again");
            }
            Integer version = numbered == null ? null : numbered.version();
            String path = context.project()
                    .relativize(context.run().packageFolder())
                    .toString()
                    .replace('\\', '/');
            ModelReference candidate = new ModelReference(model, version, made.digest(), path);
            Admission admission = asked.against(request.champion(), request, context);
            return new Versions(context, candidate, request.champion(), admission);
        }
        LocalRegistry registry = LocalRegistry.open(context.home(), context.clock());
        ModelReference champion = request.champion() != null
                ? request.champion()
                : registry.alias(model, context.configuration().deploy().environment())
                        .orElse(null);
        Admission admission = asked.against(champion, request, context);
        return new Versions(context, registered(registry, made), champion, admission);
    }

    /** Whether the candidate serves already. */
    boolean same() {
        return champion != null && champion.digest().equals(candidate.digest());
    }

    Versions withChampion(ModelReference other) {
        return new Versions(context, candidate, other, admission);
    }

    ServedVersion served(ModelReference reference) {
        return ServedVersion.of(
                reference, context.project(), context.configuration().deploy().heap());
    }

    /** Rows that either was trained on; a champion whose package is not on this machine adds none. */
    List<TrainingKeys> trained() throws IOException {
        List<TrainingKeys> keys = new ArrayList<>();
        for (ModelReference reference : champion == null ? List.of(candidate) : List.of(candidate, champion)) {
            Path file = context.project().resolve(reference.path()).resolve(ModelPackage.TRAINING_KEYS);
            if (Files.exists(file)) {
                keys.add(TrainingKeys.read(file));
            }
        }
        return keys;
    }

    private static ModelReference registered(LocalRegistry registry, ModelPackage made) throws IOException {
        String model = made.manifest().model();
        Optional<RegisteredVersion> version = registry.withDigest(model, made.digest());
        if (version.isEmpty()) {
            throw new InputException("the run's package of " + model + " is no version in the registry, so it cannot be"
                    + " deployed: packageModel registers what passed its checks (see 'package.register')");
        }
        ModelReference reference = registry.version(model, version.get().version());
        registry.content(reference);
        return reference;
    }
}
