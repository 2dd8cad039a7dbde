package io.jenkins.plugins.cd4ml.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.cd4ml.execution.FreestyleStage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * A stage in a Freestyle job: a frame around any of the six steps, with their fields and forms. It is a {@link SimpleBuildStep} only for a
 * pipeline that names it by mistake to be told so: otherwise {@code cd4mlStage(…)} would do nothing there, and be fine.
 */
public final class StageBuilder extends Builder implements SimpleBuildStep {
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
        StageStep given = BuildVariables.of(build).in(stage, listener);
        return FreestyleStage.run(given.order(), build, launcher, listener);
    }

    @Override
    public void perform(
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull EnvVars environment,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener)
            throws AbortException {
        throw new AbortException(
                stage == null
                        ? Messages.StageBuilder_noStage()
                        : Messages.StageBuilder_pipeline(stage.getDescriptor().getFunctionName()));
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
