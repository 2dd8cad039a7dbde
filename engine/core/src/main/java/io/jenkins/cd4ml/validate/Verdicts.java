package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings.OnInconclusive;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Verdict;
import java.util.List;

/** The verdict over all checks. */
final class Verdicts {
    private Verdicts() {}

    /** A check that failed decides; an inconclusive one does not pass unless the policy accepts it. */
    static Verdict of(List<Check> checks, OnInconclusive policy) {
        if (checks.stream().anyMatch(Check::failed)) {
            return Verdict.FAILED;
        }
        return policy != OnInconclusive.PASS && checks.stream().anyMatch(Check::inconclusive)
                ? Verdict.INCONCLUSIVE
                : Verdict.PASSED;
    }
}
