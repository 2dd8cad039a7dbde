package io.jenkins.plugins.cd4ml.retrain;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.cd4ml.results.StageNote;
import jenkins.model.Jenkins;

/** What became of the wish to train again: a line on the page of the stage that found drift. */
public final class RetrainAction extends InvisibleAction implements StageNote {
    private final String stageId;
    private final String job;
    private final String sentence;
    private volatile Integer number;

    /**
     * @param job full name of the started job; null where none was started
     * @param sentence why none was started; null where one was
     */
    RetrainAction(String stageId, @CheckForNull String job, @CheckForNull String sentence) {
        this.stageId = stageId;
        this.job = job;
        this.sentence = sentence;
    }

    @Override
    public String getNodeId() {
        return stageId;
    }

    /** Why no job was started; null where one was. */
    @CheckForNull
    public String getSentence() {
        return sentence;
    }

    /** The started job, where it is still there and the user may see it. */
    @CheckForNull
    public Job<?, ?> getJob() {
        return job == null ? null : Jenkins.get().getItemByFullName(job, Job.class);
    }

    /** The started build; null while it waits in the queue, when it is gone, or where the user may not see it. */
    @CheckForNull
    public Run<?, ?> getStarted() {
        Job<?, ?> started = getJob();
        return started == null || number == null ? null : started.getBuildByNumber(number);
    }

    /** Whether the build has begun. */
    public boolean isBegun() {
        return number != null;
    }

    boolean awaits(RetrainCause cause, Job<?, ?> begun) {
        return number == null
                && stageId.equals(cause.stageId())
                && begun.getFullName().equals(job);
    }

    void begun(int number) {
        this.number = number;
    }
}
