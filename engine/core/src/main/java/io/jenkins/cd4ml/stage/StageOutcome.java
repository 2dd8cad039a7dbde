package io.jenkins.cd4ml.stage;

import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.OutputFile;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.StageDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import java.util.List;

/**
 * What a stage found, before it is put into the envelope of {@link io.jenkins.cd4ml.protocol.StageResult}.
 *
 * @param verdict {@link Verdict#PASSED}, {@link Verdict#FAILED} or {@link Verdict#INCONCLUSIVE}; everything else is an exception
 * @param summary the verdict in one sentence
 * @param link what the stage was given and what it made, by digest
 */
public record StageOutcome(
        Verdict verdict,
        String summary,
        List<Check> checks,
        StageDetail detail,
        List<OutputFile> files,
        Provenance provenance,
        ChainLink link) {

    /** What a stage found that has no place in the chain. */
    public StageOutcome(
            Verdict verdict,
            String summary,
            List<Check> checks,
            StageDetail detail,
            List<OutputFile> files,
            Provenance provenance) {
        this(verdict, summary, checks, detail, files, provenance, null);
    }
}
