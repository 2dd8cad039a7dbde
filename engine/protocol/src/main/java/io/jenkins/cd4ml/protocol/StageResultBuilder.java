package io.jenkins.cd4ml.protocol;

import java.time.Instant;
import java.util.List;

/** Builds a {@link StageResult} by the names of its parts. */
public final class StageResultBuilder {
    private final Stage stage;
    private final String run;
    private final String model;
    private final Verdict verdict;
    private final String summary;
    private List<Check> checks = List.of();
    private StageDetail detail;
    private List<OutputFile> files = List.of();
    private Provenance provenance;
    private ChainLink link;
    private Problem problem;
    private Instant started;
    private Instant finished;

    StageResultBuilder(Stage stage, String run, String model, Verdict verdict, String summary) {
        this.stage = stage;
        this.run = run;
        this.model = model;
        this.verdict = verdict;
        this.summary = summary;
    }

    public StageResultBuilder checks(List<Check> found) {
        checks = found;
        return this;
    }

    public StageResultBuilder detail(StageDetail found) {
        detail = found;
        return this;
    }

    public StageResultBuilder files(List<OutputFile> written) {
        files = written;
        return this;
    }

    public StageResultBuilder provenance(Provenance of) {
        provenance = of;
        return this;
    }

    public StageResultBuilder link(ChainLink inChain) {
        link = inChain;
        return this;
    }

    public StageResultBuilder problem(Problem why) {
        problem = why;
        return this;
    }

    /** When the stage began and ended. */
    public StageResultBuilder time(Instant begin, Instant end) {
        started = begin;
        finished = end;
        return this;
    }

    public StageResult build() {
        return new StageResult(
                Protocol.VERSION,
                stage,
                run,
                model,
                verdict,
                summary,
                checks,
                detail,
                files,
                provenance,
                link,
                problem,
                started,
                finished);
    }
}
