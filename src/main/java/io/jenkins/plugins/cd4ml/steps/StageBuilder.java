package io.jenkins.plugins.cd4ml.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.cd4ml.execution.FreestyleStage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** A stage in a Freestyle job: a frame around any of the six steps, with their fields and forms. */
public final class StageBuilder extends Builder {
    private final StageStep stage;

    @DataBoundConstructor
    public StageBuilder(StageStep stage) {
        this.stage = stage;
    }

    public StageStep getStage() {
        return stage;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        if (stage == null) {
            throw new AbortException(Messages.StageBuilder_noStage());
        }
        return FreestyleStage.run(stage.order(), build, launcher, listener);
    }

    /** Registers the build step. */
    @Extension
    @Symbol("cd4mlStage")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.StageBuilder_displayName();
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> type) {
            return true;
        }

        /** The six, in the order of the stages. */
        public List<StageStepDescriptor> getStages() {
            return Jenkins.get().getExtensionList(StepDescriptor.class).stream()
                    .filter(StageStepDescriptor.class::isInstance)
                    .map(StageStepDescriptor.class::cast)
                    .sorted(Comparator.comparing(StageStepDescriptor::stage))
                    .toList();
        }
    }
}
