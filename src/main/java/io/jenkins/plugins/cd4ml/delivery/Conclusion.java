package io.jenkins.plugins.cd4ml.delivery;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.remoting.RemoteOutputStream;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Decision;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.Champion;
import io.jenkins.plugins.cd4ml.registry.IncomingArchive;
import io.jenkins.plugins.cd4ml.registry.Judgement;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelVerdict;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.registry.Promotion;
import io.jenkins.plugins.cd4ml.registry.Refusal;
import io.jenkins.plugins.cd4ml.registry.Registration;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.output.ProxyOutputStream;

/**
 * What happens between a stage and the registry when the engine has ended: a package becomes a version, a promoted version becomes the
 * champion. Once more for the same result, as after a restart in the middle, changes nothing.
 *
 * @param path the project's path below the workspace, which tells it from other projects of the build
 * @param runs the stage's run, then those that it may have continued
 * @param headway to be told when something has moved
 */
public record Conclusion(
        Run<?, ?> build, FilePath project, String path, List<String> runs, TaskListener listener, Runnable headway) {

    /** The standard policy: what a fitting validation has passed becomes a version. */
    private static final String VALIDATED = "validated";

    /** Where the package of a run lies in a project. */
    static String packageFolder(String run) {
        return ProjectLayout.packageFolder(run);
    }

    /**
     * The result as it stands after the registry has had its say: with the version's number; or with what the registry does not do,
     * and why.
     *
     * @throws IOException where the agent cannot be reached any more: to be tried again
     */
    public StageResult conclude(Outset outset, StageResult result) throws IOException, InterruptedException {
        boolean decides = result.stage() == Stage.PACKAGE_MODEL || result.stage() == Stage.DEPLOY_CANARY;
        if (outset.isNone() || outset.model().isEmpty()) {
            return decides && result.verdict() == Verdict.PASSED
                    ? Decided.invalid(
                            result,
                            Messages.Conclusion_notAdmitted(result.stage().step()))
                    : result;
        }
        try {
            if (decides && result.detail() == null && result.verdict() == Verdict.PASSED) {
                throw new IOException(Messages.Conclusion_notAsAdmitted());
            }
            if (result.detail() instanceof PackageModelDetail packaged && result.verdict() == Verdict.PASSED) {
                requireSame(outset, result, packaged.reference(), null);
                BuildJudgements.keep(build, outset, listener);
                return registered(outset, result, packaged);
            }
            if (result.detail() instanceof DeployCanaryDetail deployed
                    && (result.verdict() == Verdict.PASSED
                            || result.verdict() == Verdict.FAILED
                            || result.verdict() == Verdict.INCONCLUSIVE)) {
                requireSame(outset, result, deployed.candidate(), deployed.environment());
                BuildJudgements.keep(build, outset, listener);
                return deployed(outset, result, deployed);
            }
            return result;
        } catch (Refusal e) {
            return Decided.invalid(result, e.getMessage());
        } catch (IOException e) {
            if (project.getChannel() instanceof Channel channel && channel.isClosingOrClosed()) {
                throw e;
            }
            return Decided.fault(result, Messages.Conclusion_failed(e.getMessage()));
        }
    }

    private StageResult registered(Outset outset, StageResult result, PackageModelDetail packaged)
            throws IOException, InterruptedException {
        ModelReference reference = packaged.reference();
        ModelRegistry registry = ModelRegistry.get();
        Evidence evidence = evidence(outset, result);
        ModelVerdict verdict = evidence.verdict();
        String policy = outset.policy() == null ? VALIDATED : outset.policy();
        if (policy.equals(VALIDATED) && verdict.verdict() == null) {
            String sentence = Messages.Conclusion_notJudged(verdict.problem());
            listener.getLogger().println(reference.model() + ": " + sentence);
            return Decided.unregistered(result, packaged, sentence, verdict.problem());
        }
        if (verdict.verdict() != null && !verdict.passed() && !policy.equals("always")) {
            return Decided.invalid(result, Messages.Conclusion_policy(policy, verdict.problem()));
        }
        Optional<ModelVersion> known = registry.versionWithDigest(reference.model(), reference.digest());
        ModelVersion version = known.isPresent() ? known.get() : register(result, packaged, evidence);
        TrainingData.keep(build, version);
        String sentence = known.isPresent() && !Author.referenceTo(build).equals(version.build())
                ? Messages.Conclusion_known(version.number())
                : verdict.passed()
                        ? Messages.Conclusion_registered(version.number())
                        : Messages.Conclusion_notPassed(version.number(), verdict.problem());
        BuildJudgements.keep(build, outset, listener); // a new model has a record from now on
        listener.getLogger().println(reference.model() + ": " + sentence);
        List<String> aliases = registry.model(reference.model()).orElseThrow().aliases(version.number());
        return Decided.numbered(result, packaged, version.number(), aliases, sentence);
    }

    /** The registry's record, and what the build alone knows of a model that is not registered yet. */
    private Evidence evidence(Outset outset, StageResult result) throws IOException {
        ModelRegistry registry = ModelRegistry.get();
        List<Judgement> judgements = registry.model(outset.model()).isPresent()
                ? registry.judgements(outset.model())
                : BuildJudgements.of(build, outset.model());
        return new Evidence(build, path, runs, result, judgements);
    }

    private ModelVersion register(StageResult result, PackageModelDetail packaged, Evidence evidence)
            throws IOException, InterruptedException {
        ModelRegistry registry = ModelRegistry.get();
        ModelReference reference = packaged.reference();
        try (IncomingArchive archive = registry.incoming(reference.model(), packaged.formats())) {
            SendPackage.Sent sent = send(archive, result.run());
            if (!archive.sha256Hex().equals(sent.sha256())
                    || !reference.digest().equals(sent.digest())) {
                throw new IOException(Messages.Conclusion_another());
            }
            return registry.register(
                    new Registration(
                            reference.model(), reference.digest(), evidence.lineage(), evidence.evaluation(), archive),
                    Author.of(build));
        }
    }

    /** What the agent has to say about a stream that broke, or did not notice, is not the reason: the limit is. */
    private SendPackage.Sent send(IncomingArchive archive, String run) throws IOException, InterruptedException {
        try (OutputStream sink = watched(archive.sink(packageBytes()));
                OutputStream remote = new RemoteOutputStream(sink)) {
            return project.act(new SendPackage(packageFolder(run), remote));
        } finally {
            archive.requireWithinLimit();
        }
    }

    private OutputStream watched(OutputStream sink) {
        return new ProxyOutputStream(sink) {
            @Override
            protected void afterWrite(int bytes) {
                headway.run();
            }
        };
    }

    private static long packageBytes() {
        return (long) Cd4mlConfiguration.limits().getPackageMegabytes() << 20;
    }

    private StageResult deployed(Outset outset, StageResult result, DeployCanaryDetail detail)
            throws IOException, InterruptedException {
        ModelRegistry registry = ModelRegistry.get();
        Author author = Author.of(build);
        int version = outset.candidate().version();
        if (detail.decision() != Decision.PROMOTED || result.verdict() != Verdict.PASSED) {
            registry.reject(outset.model(), outset.environment(), version, author, detail.reason());
            return result.verdict() == Verdict.PASSED
                    ? Decided.notPromoted(result, detail, Messages.Conclusion_rolledBack())
                    : result;
        }
        if (registry.isPromoted(outset.model(), outset.environment(), version, author, outset.admitted())) {
            listener.getLogger()
                    .println(Messages.Conclusion_promotedBefore(outset.model(), version, outset.environment()));
            tell(outset, result, champion(outset) == version, null);
            return result;
        }
        try {
            registry.promote(
                    outset.model(),
                    new Promotion(
                            outset.environment(),
                            version,
                            outset.candidate().digest(),
                            outset.expected(),
                            Messages.Conclusion_canary(result.run(), detail.reason()),
                            !detail.steps().isEmpty(),
                            Author.requesters(build)),
                    author);
            listener.getLogger().println(Messages.Conclusion_promoted(outset.model(), version, outset.environment()));
            tell(outset, result, true, null);
            return result;
        } catch (Refusal e) {
            tell(outset, result, false, e.getMessage());
            return Decided.notPromoted(result, detail, e.getMessage());
        }
    }

    /** A person may have taken it back since. */
    private static int champion(Outset outset) throws IOException {
        return ModelRegistry.get()
                .model(outset.model())
                .map(model -> model.champion(outset.environment()))
                .map(Champion::version)
                .orElse(0);
    }

    /** What serves on the agent goes by it; one that is not told keeps the version until the next deployment, which tells it. */
    private void tell(Outset outset, StageResult result, boolean promoted, String reason)
            throws IOException, InterruptedException {
        try {
            project.act(new TellDecision(
                    outset.environment(), result.run(), promoted, reason, promoted ? served(outset) : null));
        } catch (IOException e) {
            if (project.getChannel() instanceof Channel channel && channel.isClosingOrClosed()) {
                throw e;
            }
            listener.getLogger().println(Messages.Conclusion_untold(outset.environment(), e.getMessage()));
        }
    }

    private static ServedState served(Outset outset) throws IOException {
        ModelRegistry registry = ModelRegistry.get();
        ModelVersion version =
                registry.version(outset.model(), outset.candidate().version()).orElseThrow();
        return ServedState.of(version, registry.history(outset.model()));
    }

    /** What the agent says in the end must be what it was admitted for. */
    private static void requireSame(Outset outset, StageResult result, ModelReference reference, String environment)
            throws IOException {
        ModelReference candidate = outset.candidate();
        boolean same = reference != null
                && outset.model().equals(result.model())
                && outset.model().equals(reference.model())
                && reference.digest() != null
                && reference.digest().matches("sha256:[0-9a-f]{64}")
                && (environment == null
                        || environment.equals(outset.environment())
                                && candidate != null
                                && candidate.digest().equals(reference.digest())
                                && (reference.version() == null
                                        || reference.version().equals(candidate.version())));
        if (!same) {
            throw new IOException(Messages.Conclusion_notAsAdmitted());
        }
    }
}
