package io.jenkins.plugins.cd4ml.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
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
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code deployCanary}: gives the packaged model traffic step by step, and promotes it or rolls it back. */
public final class DeployCanaryStep extends StageStep {
    private String environment;
    private String traffic;
    private boolean keepServing;

    @DataBoundConstructor
    public DeployCanaryStep() {}

    @Override
    Map<String, Object> typedSettings() {
        Map<String, Object> settings = new TreeMap<>();
        if (environment != null) {
            settings.put("environment", environment);
        }
        if (traffic != null) {
            settings.put("traffic", traffic);
        }
        if (keepServing) {
            settings.put("keepServing", keepServing);
        }
        return settings;
    }

    @Override
    Map<String, Checked> typedTexts() {
        return Map.of(
                "environment", new Checked(Syntax.NAME, environment), "traffic", new Checked(Syntax.NAME, traffic));
    }

    @CheckForNull
    public String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public void setEnvironment(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    @CheckForNull
    public String getTraffic() {
        return traffic;
    }

    @DataBoundSetter
    public void setTraffic(String traffic) {
        this.traffic = Util.fixEmptyAndTrim(traffic);
    }

    public boolean isKeepServing() {
        return keepServing;
    }

    @DataBoundSetter
    public void setKeepServing(boolean keepServing) {
        this.keepServing = keepServing;
    }

    /** Registers the step. */
    @Extension
    @Symbol("deployCanary")
    public static final class DescriptorImpl extends StageStepDescriptor {
        public DescriptorImpl() {
            super(Stage.DEPLOY_CANARY, OnFail.FAIL);
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.DeployCanaryStep_displayName();
        }

        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, Syntax.NAME, value);
        }

        @POST
        public ListBoxModel doFillTrafficItems(@AncestorInPath Item item) {
            return choices(item, Messages.StageStepDescriptor_asConfigured(), "replay", "live");
        }
    }
}
