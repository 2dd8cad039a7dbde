package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One {@code validateModel} of a build, as the controller recorded it: a line of {@code judgements.jsonl}. An attempt that gave no verdict is
 * one, too: it is the last word of its run all the same.
 *
 * @param at when it ended
 * @param run the run, {@code project} its project's path below the workspace
 * @param step id of the step in the build
 * @param result SHA-256 of the result as the agent sent it; null where there was none
 * @param model digest of the judged model; null where the attempt did not get that far
 * @param dataVersion the data that judged it
 * @param gates digest of what decided the verdict
 * @param verdict null where the step ended without a result
 * @param environment whose champion the model was compared with
 * @param champion its version; null where none served
 * @param overrides keys that were set otherwise than in {@code cd4ml.yaml}, as the engine and the step name them
 * @param replayed whether the build ran a Jenkinsfile that a person had edited
 * @param checks outcome by name of what decided
 * @param ledger this judgement for the ledger of test rows; null where the engine gave none
 * @param compares whether a gate compares with the champion
 * @param problem why the run has no verdict from here on, one clause; null where the attempt itself says it
 */
public record Judgement(
        Instant at,
        BuildReference build,
        String run,
        String project,
        String step,
        @CheckForNull String result,
        @CheckForNull String model,
        @CheckForNull String dataVersion,
        @CheckForNull String gates,
        @CheckForNull Verdict verdict,
        @CheckForNull String environment,
        @CheckForNull Integer champion,
        List<String> overrides,
        boolean replayed,
        Map<String, Outcome> checks,
        @CheckForNull LedgerEntry ledger,
        boolean compares,
        @CheckForNull String problem) {

    public Judgement {
        overrides = overrides == null ? List.of() : List.copyOf(overrides);
        checks = checks == null ? Map.of() : Map.copyOf(checks);
    }

    /** Whether it is of the same step, perhaps recorded before. */
    boolean isSameStep(Judgement other) {
        return Objects.equals(build, other.build) && Objects.equals(step, other.step);
    }

    /** Whether both are of one run, of one build. */
    boolean isSameRun(Judgement other) {
        return Objects.equals(build, other.build)
                && Objects.equals(run, other.run)
                && Objects.equals(project, other.project);
    }

    /** Whether it says yes or no, or that it cannot. */
    boolean isVerdict() {
        return model != null
                && (verdict == Verdict.PASSED || verdict == Verdict.FAILED || verdict == Verdict.INCONCLUSIVE);
    }
}
