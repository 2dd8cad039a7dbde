package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.RemoteInputStream;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.layout.Environments;
import io.jenkins.cd4ml.protocol.registry.RegistryNames;
import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.Champion;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.scm.api.metadata.PrimaryInstanceMetadataAction;

/**
 * What happens between a stage and the registry before the engine starts: who may not is sent away with one sentence, who may gets
 * the champion's package laid out.
 *
 * @param project the project's folder on the agent
 */
public record Admission(Run<?, ?> build, FilePath project, TaskListener listener) {
    private static final String DEFAULT_ENVIRONMENT = Environments.DEFAULT;

    /**
     * What a stage asks for.
     *
     * @param configuration path of {@code cd4ml.yaml} below the project
     * @param runs the stage's run, then those that it may continue
     * @param settings overrides of the stage's section, {@code arguments} more of them as lines of {@code key=value}
     */
    public record Asked(
            Stage stage,
            String configuration,
            List<String> runs,
            Map<String, Object> settings,
            List<String> arguments) {

        /** The environment: what the step says, then what the project says. */
        String environment(@CheckForNull String configured) {
            String own = stage == Stage.DEPLOY_CANARY ? override("environment") : null;
            return own != null ? own : configured == null ? DEFAULT_ENVIRONMENT : configured;
        }

        /** What the step sets a key of its section to; null where it does not. */
        @CheckForNull
        String override(String key) {
            for (int i = arguments.size() - 1; i >= 0; i--) {
                String[] words = arguments.get(i).split("=", 2);
                if (words[0].strip().equals(key) && words.length == 2) {
                    return words[1].strip().replaceAll("^(['\"])(.*)\\1$", "$2");
                }
            }
            return settings.get(key) instanceof String text ? text : null;
        }
    }

    /**
     * Admits a stage.
     *
     * @throws AbortException where it may not begin, one sentence
     */
    public Outset admit(Asked asked) throws IOException, InterruptedException {
        if (asked.stage() == Stage.VERSION_DATA || asked.stage() == Stage.TRAIN_MODEL) {
            return Outset.NONE;
        }
        ReadProject.Found found = project.act(new ReadProject(asked.configuration(), asked.runs()));
        String environment = asked.environment(found.environment());
        if (!RegistryNames.MODEL.accepts(found.model())) {
            return found.configured() ? Outset.UNREAD : Outset.NONE; // the engine says what is wrong
        }
        Outset outset = new Outset(found.model(), environment);
        Optional<ModelSummary> model = ModelRegistry.get().model(found.model());
        if (model.isPresent() && model.get().problem() != null) {
            // Not known is not the same as none: a gate against the champion would be passed over.
            throw new AbortException(
                    Messages.Admission_damaged(found.model(), model.get().problem()));
        }
        return switch (asked.stage()) {
            case PACKAGE_MODEL -> {
                requireWriter(asked.stage(), found.model(), model);
                String register = asked.override("register");
                yield outset.withPolicy(register == null ? found.register() : register);
            }
            case DEPLOY_CANARY -> {
                if (!RegistryNames.ALIAS.accepts(environment)) {
                    throw new AbortException(RegistryNames.ALIAS.problem(environment));
                }
                requireWriter(asked.stage(), found.model(), model);
                requireOlderTarget(found.model(), environment);
                BuildJudgements.keep(build, outset, listener);
                yield withChampion(withCandidate(outset, asked.runs().get(0), found.packageDigest()), model);
            }
            default -> {
                List<ComparedGate> compared = compared(asked, found);
                boolean readable = model.isPresent()
                        && mayRead(
                                model.get(),
                                hasChampion(model, environment)
                                        || compared.stream().anyMatch(ComparedGate::needsAnother));
                yield readable ? withCompared(withChampion(outset.asReader(), model), compared) : outset;
            }
        };
    }

    /** What the gates compare with that judge here: those of the step where it sets any. */
    private static List<ComparedGate> compared(Asked asked, ReadProject.Found found) {
        if (asked.stage() != Stage.VALIDATE_MODEL) {
            return List.of();
        }
        String gates = asked.override("gates");
        return gates == null ? found.compared() : ComparedGate.of(gates);
    }

    private Outset withCompared(Outset outset, List<ComparedGate> gates) throws IOException, InterruptedException {
        if (gates.isEmpty()) {
            return outset;
        }
        ComparedVersions compared = ComparedVersions.of(outset, gates);
        List<ModelReference> references = new ArrayList<>();
        for (ModelVersion version : compared.versions()) {
            layOut(version, Messages.Admission_comparedWith(version.model(), version.number()));
            references.add(new ModelReference(
                    version.model(),
                    version.number(),
                    version.digest(),
                    Outset.folder(version.model(), version.number())));
        }
        return outset.comparedWith(references, compared.champions());
    }

    private void requireWriter(Stage stage, String name, Optional<ModelSummary> model)
            throws IOException, InterruptedException {
        BuildTrust trust = new BuildTrust(build);
        trust.require(stage.step(), listener);
        ModelRegistry.get().requireAllowed(name, Author.of(build));
        if (model.isEmpty()) {
            if (Cd4mlConfiguration.get().isKnownModelsOnly()) {
                throw new AbortException(Messages.Admission_unknownModel(name));
            }
            if (trust.isChangeRequest()) {
                throw new AbortException(Messages.Admission_changeRequest(name));
            }
            Job<?, ?> primary = otherPrimary(build.getParent());
            if (primary != null) {
                throw new AbortException(
                        Messages.Admission_otherBranch(build.getParent().getFullName(), primary.getFullName(), name));
            }
        }
    }

    /** The project's primary branch where the job is another one; a model of a branch that goes would be nobody's. */
    @CheckForNull
    private static Job<?, ?> otherPrimary(Job<?, ?> job) {
        if (isPrimary(job)) {
            return null;
        }
        for (Object sibling : job.getParent().getItems()) {
            if (sibling instanceof Job<?, ?> other && isPrimary(other)) {
                return other;
            }
        }
        return null;
    }

    private static boolean isPrimary(Job<?, ?> job) {
        return job.getAction(PrimaryInstanceMetadataAction.class) != null;
    }

    /** The package itself goes to those alone whom the model names: whoever holds it can copy the model. */
    private boolean mayRead(ModelSummary model, boolean champion) throws IOException, InterruptedException {
        String job = build.getParent().getFullName();
        String why = null;
        if (!model.settings().allowsReading(job)) {
            why = Messages.Admission_noReader(model.name(), job);
        } else if (!new BuildTrust(build).isTrusted(listener)) {
            why = Messages.Admission_untrustedReader(model.name());
        }
        if (why != null && champion) {
            listener.getLogger().println(why);
        }
        return why == null;
    }

    private Outset withCandidate(Outset outset, String run, @CheckForNull String digest) throws IOException {
        if (digest == null) {
            return outset; // the engine says that there is no package
        }
        ModelRegistry registry = ModelRegistry.get();
        ModelVersion version = registry.versionWithDigest(outset.model(), digest)
                .orElseThrow(() -> new AbortException(Messages.Admission_notRegistered(outset.model())));
        registry.requireDeployable(
                outset.model(), outset.environment(), version.number(), Author.of(build), Author.requesters(build));
        boolean asked = registry.model(outset.model())
                .orElseThrow()
                .rule(outset.environment())
                .requireVerdict();
        return outset.withCandidate(version, Conclusion.packageFolder(run))
                .withoutVerdict(asked ? null : Messages.Admission_noVerdict(outset.environment()))
                .expecting(registry.champion(outset.model(), outset.environment()));
    }

    /** A home that was restored from a backup knows less than what serves: then nothing is put back by mistake. */
    private void requireOlderTarget(String model, String environment) throws IOException, InterruptedException {
        ServedState served = project.act(new ReadServedState(environment));
        String newer = served == null ? null : served.newerThan(model, environment, ModelRegistry.get());
        if (newer != null) {
            throw new AbortException(newer);
        }
    }

    private static boolean hasChampion(Optional<ModelSummary> model, String environment) {
        return model.isPresent() && model.get().champion(environment) != null;
    }

    private Outset withChampion(Outset outset, Optional<ModelSummary> model) throws IOException, InterruptedException {
        Champion champion =
                model.map(known -> known.champion(outset.environment())).orElse(null);
        if (champion == null) {
            return outset;
        }
        ModelVersion version =
                ModelRegistry.get().version(outset.model(), champion.version()).orElseThrow();
        layOut(version, Messages.Admission_laidOut(version.model(), version.number()));
        return outset.withChampion(version);
    }

    private void layOut(ModelVersion version, String sentence) throws IOException, InterruptedException {
        String folder = Outset.folder(version.model(), version.number());
        long bytes = version.archive().bytes();
        if (project.act(new LayOutPackage(folder, version.digest(), null, bytes))) {
            return;
        }
        Path archive = ModelRegistry.get().archive(version);
        if (!Files.isRegularFile(archive)) {
            throw new AbortException(Messages.Admission_noArchive(version.number(), version.model(), archive));
        }
        try (InputStream in = Files.newInputStream(archive);
                InputStream remote = new RemoteInputStream(in, RemoteInputStream.Flag.GREEDY)) {
            project.act(new LayOutPackage(folder, version.digest(), remote, bytes));
        }
        listener.getLogger().println(sentence);
    }
}
