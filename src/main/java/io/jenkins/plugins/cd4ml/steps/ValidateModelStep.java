package io.jenkins.plugins.cd4ml.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.config.Syntax;
import io.jenkins.plugins.cd4ml.execution.OnFail;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** {@code validateModel}: judges the trained model on held-out rows. */
public final class ValidateModelStep extends StageStep {
    private String split;
    private String firstModel;

    @DataBoundConstructor
    public ValidateModelStep() {}

    @Override
    Map<String, Object> typedSettings() {
        Map<String, Object> settings = new TreeMap<>();
        if (split != null) {
            settings.put("split", split);
        }
        if (firstModel != null) {
            settings.put("firstModel", firstModel);
        }
        return settings;
    }

    @Override
    Map<String, Checked> typedTexts() {
        return Map.of("split", new Checked(Syntax.NAME, split), "firstModel", new Checked(Syntax.NAME, firstModel));
    }

    @CheckForNull
    public String getSplit() {
        return split;
    }

    @DataBoundSetter
    public void setSplit(String split) {
        this.split = Util.fixEmptyAndTrim(split);
    }

    @CheckForNull
    public String getFirstModel() {
        return firstModel;
    }

    @DataBoundSetter
    public void setFirstModel(String firstModel) {
        this.firstModel = Util.fixEmptyAndTrim(firstModel);
    }

    /** Registers the step. */
    @Extension
    @Symbol("validateModel")
    public static final class DescriptorImpl extends StageStepDescriptor {
        public DescriptorImpl() {
            super(Stage.VALIDATE_MODEL, OnFail.FAIL);
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ValidateModelStep_displayName();
        }

        @POST
        public ListBoxModel doFillSplitItems(@AncestorInPath Item item) {
            return choices(item, Messages.StageStepDescriptor_asConfigured(), "test", "validation", "all");
        }

        @POST
        public ListBoxModel doFillFirstModelItems(@AncestorInPath Item item) {
            return choices(item, Messages.StageStepDescriptor_asConfigured(), "accept", "reject");
        }
    }
}
