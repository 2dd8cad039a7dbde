package io.jenkins.plugins.cd4ml.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.execution.OnFail;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code packageModel}: makes a portable package of the trained model and registers it. */
public final class PackageModelStep extends StageStep {

    @DataBoundConstructor
    public PackageModelStep() {}

    @Override
    Map<String, Object> typedSettings() {
        return Map.of();
    }

    /** Registers the step. */
    @Extension
    @Symbol("packageModel")
    public static final class DescriptorImpl extends StageStepDescriptor {
        public DescriptorImpl() {
            super(Stage.PACKAGE_MODEL, OnFail.FAIL);
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.PackageModelStep_displayName();
        }
    }
}
