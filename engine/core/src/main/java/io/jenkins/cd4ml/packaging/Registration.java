package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.chain.Judgement;
import io.jenkins.cd4ml.config.PackageSettings.Register;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether and how a package becomes a version.
 *
 * @param refusal why it does not, as part of a sentence; null where nothing speaks against it
 */
record Registration(StageContext context, RunResults results, Parity parity, boolean proposed, String refusal) {

    /** A version as it was registered; nothing of it where it was not. */
    record Registered(Integer version, ModelReference reference, List<String> aliases) {
        static final Registered NOT = new Registered(null, null, List.of());
    }

    static Registration of(StageRequest request, StageContext context, RunResults results, Parity parity) {
        Register policy = context.configuration().packaging().register();
        String refusal = parity.passed() ? refusal(policy, results.judgement()) : "";
        return new Registration(
                context, results, parity, request.registry() == StageRequest.RegistryMode.PROPOSE, refusal);
    }

    /** The verdict of the validation as a check of this stage; a policy that registers what failed lets it pass by as skipped. */
    Check check(String dataVersion, String modelVersion) {
        Check check = results.judgement().check(dataVersion, modelVersion);
        if (!check.stops() || context.configuration().packaging().register() != Register.ALWAYS) {
            return check;
        }
        return new Check(
                check.name(),
                check.group(),
                Outcome.SKIPPED,
                null,
                null,
                null,
                null,
                null,
                dataVersion,
                modelVersion,
                "registered all the same (package.register: always): " + check.message());
    }

    /** Registers the package and makes it the candidate, where it may. */
    Registered carryOut(ModelPackage made, List<Check> checks) throws IOException {
        if (proposed || refusal != null) {
            return Registered.NOT;
        }
        String model = made.manifest().model();
        List<Check> all = new ArrayList<>(checks);
        if (results.validation() != null) {
            all.addAll(results.validation().checks());
        }
        LocalRegistry registry = LocalRegistry.open(context.home(), context.clock());
        Judgement judgement = results.judgement();
        RegisteredVersion.Origin origin = new RegisteredVersion.Origin(
                context.run().id(),
                made.manifest().dataVersion(),
                made.manifest().provenance().codeRevision(),
                results.verdict(),
                List.copyOf(all),
                parity.found(),
                results.link(made.digest()).withOverrides(judgement.overrides()),
                judgement.attempts(),
                comparison());
        int version = registry.register(model, made.folder(), origin);
        registry.setAlias(
                model,
                LocalRegistry.CANDIDATE,
                version,
                HistoryEntry.Action.ALIAS,
                "packaged in run " + context.run().id());
        List<String> aliases = registry.aliases(model).entrySet().stream()
                .filter(alias -> alias.getValue() == version)
                .map(Map.Entry::getKey)
                .toList();
        return new Registered(version, registry.version(model, version), aliases);
    }

    /** With the champion at the time: the chain of champions is read from it later. */
    private ChampionComparison comparison() {
        return results.validation() != null && results.validation().detail() instanceof ValidateModelDetail detail
                ? detail.champion()
                : null;
    }

    /** What the summary says about it; empty where the version's number says it all, or the caller's registry will. */
    String remark() {
        if (refusal == null) {
            return results.judgement().notJudged() == null
                    ? ""
                    : "; not judged: " + results.judgement().notJudged();
        }
        return refusal.isEmpty() ? "; not registered" : "; not registered: " + refusal;
    }

    private static String refusal(Register policy, Judgement judgement) {
        if (judgement.passed() || policy == Register.ALWAYS) {
            return null;
        }
        if (judgement.notJudged() != null) {
            return policy == Register.VALIDATED ? "not judged: " + judgement.notJudged() : null;
        }
        return judgement.obstacle();
    }
}
