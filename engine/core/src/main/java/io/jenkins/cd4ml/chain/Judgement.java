package io.jenkins.cd4ml.chain;

import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.util.List;

/**
 * Whether a fitting verdict covers a model: one over this model and this data, under gates that cover those of {@code cd4ml.yaml} as it
 * stands. The only place where that is decided.
 *
 * @param validation the result of {@code validateModel} that judged the model; null where it is not judged
 * @param digest {@code sha256:…} of that result; null likewise
 * @param gates what judged; null likewise
 * @param notJudged why it is not judged, one clause; null where it is
 * @param attempts how often {@code validateModel} has begun in this run
 */
public record Judgement(StageResult validation, String digest, Gates gates, String notJudged, int attempts) {
    /** Of a verdict that no gate took part in. */
    public static final String NO_GATE = "no gate judged this model";

    /**
     * Asks.
     *
     * @param model digest of the model in question; {@code dataVersion}: of the data that must have judged it
     */
    public static Judgement of(StageRequest request, StageContext context, String model, String dataVersion)
            throws IOException {
        RunChain chain = RunChain.of(context.run(), request);
        int attempts = chain.attempts(Stage.VALIDATE_MODEL);
        KeptResult kept = chain.result(Stage.VALIDATE_MODEL);
        if (!kept.counts()) {
            return not(kept.problem(), attempts);
        }
        StageResult result = kept.result();
        String unfit = unfit(result, model, dataVersion, context.configuration().model());
        if (unfit != null) {
            return not(unfit, attempts);
        }
        Gates judged = new Gates(result.link().rules());
        Judgement found = new Judgement(result, kept.digest(), judged, null, attempts);
        if (result.verdict() == Verdict.FAILED) {
            return found;
        }
        if (judged.isEmpty()) {
            return not(NO_GATE, attempts);
        }
        return judged.lacks(Gates.of(Overridden.declared(request)))
                .map(why -> not(why, attempts))
                .orElse(found);
    }

    /** Why that result is no verdict over that model and that data; null where it is. */
    private static String unfit(StageResult result, String model, String dataVersion, String name) {
        if (result.verdict() == Verdict.INVALID
                || result.verdict() == Verdict.ABORTED
                || result.verdict() == Verdict.FAULT) {
            return "its validation came to no verdict (" + result.verdict() + ": " + result.summary() + ")";
        }
        ChainLink link = result.link();
        if (link == null
                || link.rules() == null
                || !new Gates(link.rules()).digest().equals(link.gates())) {
            return "the result of validateModel does not say which model and gates it is about";
        }
        if (!name.equals(result.model())) {
            return "validateModel judged the model " + result.model() + ", not " + name;
        }
        if (!model.equals(link.model())) {
            ValidateModelDetail detail = result.detail(ValidateModelDetail.class);
            return detail != null && detail.source() != null
                    ? "validateModel judged " + detail.source() + ", not the model of this run"
                    : "validateModel judged another model (" + link.model() + ", and this one is " + model + ")";
        }
        if (!dataVersion.equals(link.dataVersion())) {
            return "validateModel judged it on data version " + link.dataVersion() + ", and the run has " + dataVersion;
        }
        boolean contradictory =
                result.verdict() == Verdict.PASSED && result.checks().stream().anyMatch(Check::failed);
        return contradictory ? "the result of validateModel contradicts itself: passed, with checks that failed" : null;
    }

    private static Judgement not(String why, int attempts) {
        return new Judgement(null, null, null, why, attempts);
    }

    /** Whether it is judged, and passed. */
    public boolean passed() {
        return notJudged == null && validation.verdict() == Verdict.PASSED;
    }

    /** {@code PASSED}, {@code FAILED} or {@code INCONCLUSIVE}; null where it is not judged. */
    public Verdict verdict() {
        return validation == null ? null : validation.verdict();
    }

    /** Why it has not passed, one clause; null where it has. */
    public String obstacle() {
        if (notJudged != null) {
            return notJudged;
        }
        return switch (validation.verdict()) {
            case PASSED -> null;
            case INCONCLUSIVE -> "its validation is inconclusive (" + validation.summary() + ")";
            default -> "its validation failed (" + validation.summary() + ")";
        };
    }

    /** Keys that were set otherwise than in {@code cd4ml.yaml} when it was judged. */
    public List<String> overrides() {
        return validation == null || validation.link().overrides() == null
                ? List.of()
                : validation.link().overrides();
    }

    /** Digest of the gates that judged; null where it is not judged. */
    public String gatesDigest() {
        return gates == null ? null : gates.digest();
    }

    /**
     * Why the comparison with a champion that the gates ask for was not made with the one that the candidate is to replace, one clause; null
     * where it was, where no gate compares, or where there is none to replace.
     *
     * @param champion the version to replace; null for a first one
     * @param sameEnvironment whether the verdict was asked for the environment in question
     */
    public String unlike(ModelReference champion, boolean sameEnvironment) {
        if (champion == null || !passed() || !gates.compares()) {
            return null;
        }
        ValidateModelDetail detail = validation.detail(ValidateModelDetail.class);
        ModelReference compared = detail == null || detail.champion() == null
                ? null
                : detail.champion().champion();
        if (compared == null) {
            return "its verdict compared it with no champion, and " + name(champion) + " serves";
        }
        if (sameEnvironment && compared.digest() != null && !compared.digest().equals(champion.digest())) {
            return "its verdict compared it with " + name(compared) + ", and " + name(champion) + " serves now";
        }
        return null;
    }

    /** The verdict as a check of a later stage. */
    public Check check(String dataVersion, String modelVersion) {
        Outcome outcome = notJudged != null
                ? Outcome.SKIPPED
                : switch (validation.verdict()) {
                    case PASSED -> Outcome.PASSED;
                    case INCONCLUSIVE -> Outcome.INCONCLUSIVE;
                    default -> Outcome.FAILED;
                };
        String message = notJudged != null ? "not judged: " + notJudged : validation.summary();
        return new Check(
                "validation", "gate", outcome, null, null, null, null, null, dataVersion, modelVersion, message);
    }

    private static String name(ModelReference reference) {
        return reference.version() == null ? reference.digest() : "version " + reference.version();
    }
}
