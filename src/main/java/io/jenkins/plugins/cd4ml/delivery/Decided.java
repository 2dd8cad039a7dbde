package io.jenkins.plugins.cd4ml.delivery;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Decision;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.protocol.StageDetail;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import java.util.List;
import java.util.stream.Stream;

/** Results as they stand after the controller has decided. */
final class Decided {
    private Decided() {}

    /** A package that is a version now. */
    static StageResult numbered(
            StageResult result, PackageModelDetail detail, int version, List<String> aliases, String sentence) {
        ModelReference reference = detail.reference();
        PackageModelDetail numbered = new PackageModelDetail(
                new ModelReference(reference.model(), version, reference.digest(), reference.path()),
                detail.formats(),
                detail.bytes(),
                detail.files(),
                detail.inputs(),
                detail.outputs(),
                detail.parity(),
                aliases);
        return with(result, result.verdict(), result.summary() + "; " + sentence, result.checks(), numbered, null);
    }

    /** A package that is fine and becomes no version, because no verdict covers its model. */
    static StageResult unregistered(StageResult result, PackageModelDetail detail, String sentence, String notJudged) {
        String name = "validation";
        Check check = new Check(name, "gate", Outcome.SKIPPED, null, null, null, null, null, null, null, notJudged);
        List<Check> checks = Stream.concat(
                        result.checks().stream().filter(other -> !name.equals(other.name())), Stream.of(check))
                .toList();
        return with(result, result.verdict(), result.summary() + "; " + sentence, checks, unnumbered(detail), null);
    }

    /** A canary that went well, of a version that does not become the champion all the same. */
    static StageResult notPromoted(StageResult result, DeployCanaryDetail detail, String sentence) {
        DeployCanaryDetail refused = new DeployCanaryDetail(
                detail.environment(),
                detail.candidate(),
                detail.champion(),
                Decision.ROLLED_BACK,
                sentence,
                detail.traffic(),
                detail.steps(),
                detail.endpoint(),
                detail.processes());
        Check check =
                new Check("registry", "canary", Outcome.FAILED, null, null, null, null, null, null, null, sentence);
        List<Check> checks =
                Stream.concat(Stream.of(check), result.checks().stream()).toList();
        return with(result, Verdict.FAILED, sentence, checks, refused, null);
    }

    /** Work that the registry does not accept. */
    static StageResult invalid(StageResult result, String sentence) {
        return with(
                result, Verdict.INVALID, sentence, result.checks(), unnumbered(result.detail()), Problem.of(sentence));
    }

    /** Work that could not be taken over. */
    static StageResult fault(StageResult result, String sentence) {
        return with(
                result, Verdict.FAULT, sentence, result.checks(), unnumbered(result.detail()), Problem.of(sentence));
    }

    /** Without a number that the registry did not give, and without a promotion that did not take place. */
    private static StageDetail unnumbered(StageDetail detail) {
        if (detail instanceof PackageModelDetail packaged) {
            return new PackageModelDetail(
                    unnumbered(packaged.reference()),
                    packaged.formats(),
                    packaged.bytes(),
                    packaged.files(),
                    packaged.inputs(),
                    packaged.outputs(),
                    packaged.parity(),
                    List.of());
        }
        if (detail instanceof DeployCanaryDetail deployed) {
            return new DeployCanaryDetail(
                    deployed.environment(),
                    unnumbered(deployed.candidate()),
                    deployed.champion(),
                    Decision.ROLLED_BACK,
                    deployed.reason(),
                    deployed.traffic(),
                    deployed.steps(),
                    deployed.endpoint(),
                    deployed.processes());
        }
        return detail;
    }

    private static ModelReference unnumbered(ModelReference reference) {
        return reference == null
                ? null
                : new ModelReference(reference.model(), null, reference.digest(), reference.path());
    }

    private static StageResult with(
            StageResult result,
            Verdict verdict,
            String summary,
            List<Check> checks,
            StageDetail detail,
            Problem problem) {
        return new StageResult(
                result.protocol(),
                result.stage(),
                result.run(),
                result.model(),
                verdict,
                summary,
                checks,
                detail,
                result.files(),
                result.provenance(),
                result.link(),
                problem,
                result.started(),
                result.finished());
    }
}
