package io.jenkins.plugins.cd4ml.retrain;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Cause;
import hudson.model.Job;
import hudson.model.Run;
import jenkins.model.Jenkins;

/** Says on the started build's page why it was started, and links back to where drift was found. */
public final class RetrainCause extends Cause {
    private final String job;
    private final int number;
    private final String stageId;
    private final String stageUrl;
    private final String reason;

    RetrainCause(Run<?, ?> build, String stageId, String stageUrl, String reason) {
        this.job = build.getParent().getFullName();
        this.number = build.getNumber();
        this.stageId = stageId;
        this.stageUrl = stageUrl;
        this.reason = reason;
    }

    @Override
    public String getShortDescription() {
        return Messages.RetrainCause_description(job, "" + number, reason);
    }

    /** Full name of the job that found the drift. */
    public String getJob() {
        return job;
    }

    /** Number of its build. */
    public int getNumber() {
        return number;
    }

    /** Last part of the address of the drift's page. */
    public String getStageUrl() {
        return stageUrl;
    }

    public String getReason() {
        return reason;
    }

    String stageId() {
        return stageId;
    }

    /** That build, where it is still there and the user may see it. */
    @CheckForNull
    public Run<?, ?> getBuild() {
        Job<?, ?> found = Jenkins.get().getItemByFullName(job, Job.class);
        return found == null ? null : found.getBuildByNumber(number);
    }
}
