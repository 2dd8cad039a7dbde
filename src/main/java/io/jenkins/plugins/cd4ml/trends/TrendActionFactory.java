package io.jenkins.plugins.cd4ml.trends;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.util.Collection;
import java.util.Set;
import jenkins.model.TransientActionFactory;

/** Gives trends to jobs whose last builds ran one of the stages. Asked on every page of every job: it loads no more than those. */
@Extension
@SuppressWarnings("rawtypes") // what the extension point is declared for
public final class TrendActionFactory extends TransientActionFactory<Job> {

    @Override
    public Class<Job> type() {
        return Job.class;
    }

    @NonNull
    @Override
    public Collection<? extends Action> createFor(@NonNull Job job) {
        Job<?, ?> any = job;
        return hasStages(any.getLastCompletedBuild()) || hasStages(any.getLastSuccessfulBuild())
                ? Set.of(new TrendAction(any))
                : Set.of();
    }

    private static boolean hasStages(@CheckForNull Run<?, ?> build) {
        return build != null && build.getAction(StageAction.class) != null;
    }
}
