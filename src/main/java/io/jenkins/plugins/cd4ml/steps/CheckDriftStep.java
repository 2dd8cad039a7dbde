package io.jenkins.plugins.cd4ml.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.config.Syntax;
import io.jenkins.plugins.cd4ml.execution.OnFail;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code checkDrift}: compares current rows with those a model was trained on. */
public final class CheckDriftStep extends StageStep {
    private String current;
    private Double share;

    @DataBoundConstructor
    public CheckDriftStep() {
        super(Stage.CHECK_DRIFT, OnFail.UNSTABLE);
    }

    @Override
    Map<String, Object> typedSettings() {
        Map<String, Object> settings = new TreeMap<>();
        if (current != null) {
            settings.put("current", current);
        }
        if (share != null) {
            settings.put("share", share);
        }
        return settings;
    }

    @Override
    Map<String, Checked> typedTexts() {
        return Map.of("current", new Checked(Syntax.PATTERN, current));
    }

    @CheckForNull
    public String getCurrent() {
        return current;
    }

    @DataBoundSetter
    public void setCurrent(String current) {
        this.current = Util.fixEmptyAndTrim(current);
    }

    @CheckForNull
    public Double getShare() {
        return share;
    }

    @DataBoundSetter
    public void setShare(Double share) {
        this.share = share;
    }

    /** Registers the step. */
    @Extension
    public static final class DescriptorImpl extends StageStepDescriptor {
        public DescriptorImpl() {
            super(Stage.CHECK_DRIFT, OnFail.UNSTABLE);
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CheckDriftStep_displayName();
        }

        @POST
        public FormValidation doCheckCurrent(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, Syntax.PATTERN, value);
        }

        @POST
        public FormValidation doCheckShare(@AncestorInPath Item item, @QueryParameter String value) {
            return share(item, value);
        }
    }
}
