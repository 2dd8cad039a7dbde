package io.jenkins.cd4ml.protocol;

import java.time.Instant;
import java.util.List;

/**
 * What came out of a stage: the whole truth about it. Callers read the verdict from here alone, never from an exit code.
 *
 * @param protocol {@link Protocol#VERSION}
 * @param model name of the model that the project delivers
 * @param summary the verdict in one sentence, for people
 * @param checks every check, failed ones first
 * @param detail what this stage alone knows; null where the stage did not get that far
 * @param link what the stage was given and what it made, by digest; null where it did not get that far
 * @param problem why the work could not be done; null for {@link Verdict#PASSED} and {@link Verdict#FAILED}
 */
public record StageResult(
        int protocol,
        Stage stage,
        String run,
        String model,
        Verdict verdict,
        String summary,
        List<Check> checks,
        StageDetail detail,
        List<OutputFile> files,
        Provenance provenance,
        ChainLink link,
        Problem problem,
        Instant started,
        Instant finished) {

    /** A result without checks, files and all that may be absent. */
    public static StageResultBuilder of(Stage stage, String run, String model, Verdict verdict, String summary) {
        return new StageResultBuilder(stage, run, model, verdict, summary);
    }

    /** The detail as the type its stage has; fails with {@link ClassCastException} for another stage's type. */
    public <T extends StageDetail> T detail(Class<T> type) {
        return type.cast(detail);
    }
}
