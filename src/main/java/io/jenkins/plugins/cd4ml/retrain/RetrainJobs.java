package io.jenkins.plugins.cd4ml.retrain;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Item;
import hudson.model.Items;
import hudson.util.FormValidation;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;

/** Jobs that can be started, for forms: those that the user sees. */
public final class RetrainJobs {
    private RetrainJobs() {}

    /** Whether that name, seen from the item's folder, is one of them; if not, the nearest. */
    public static FormValidation check(String name, Item from) {
        Item found = Jenkins.get().getItem(name, from, Item.class);
        if (found == null) {
            ParameterizedJob<?, ?> nearest = Items.findNearest(ParameterizedJob.class, name, from.getParent());
            return FormValidation.error(
                    nearest == null
                            ? Messages.RetrainJobs_noJob(name)
                            : Messages.RetrainJobs_nearest(name, nearest.getRelativeNameFrom(from.getParent())));
        }
        if (!(found instanceof ParameterizedJob)) {
            return FormValidation.error(Messages.RetrainJobs_notBuildable(name));
        }
        return found.equals(from) ? FormValidation.error(Messages.RetrainJobs_itself()) : FormValidation.ok();
    }

    /** Those whose names begin so. */
    public static AutoCompletionCandidates named(String value, @CheckForNull Item from) {
        return from == null
                ? new AutoCompletionCandidates()
                : AutoCompletionCandidates.ofJobNames(ParameterizedJob.class, value, from, from.getParent());
    }
}
