package io.jenkins.plugins.cd4ml.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.config.Syntax;
import io.jenkins.plugins.cd4ml.execution.OnFail;
import io.jenkins.plugins.cd4ml.results.StageSequel;
import io.jenkins.plugins.cd4ml.retrain.RetrainJobs;
import io.jenkins.plugins.cd4ml.retrain.Retraining;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/** {@code checkDrift}: compares current rows with those a model was trained on. */
public final class CheckDriftStep extends StageStep {
    private static final String DEFAULT_COOLDOWN = "24h";

    private String current;
    private Double share;
    private String retrain;
    private String retrainParameters;
    private String retrainCooldown;

    @DataBoundConstructor
    public CheckDriftStep() {}

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
        return Map.of(
                "current", new Checked(Syntax.PATTERN, current),
                "retrain", new Checked(Syntax.JOB, retrain),
                "retrainParameters", new Checked(Syntax.PARAMETERS, retrainParameters),
                "retrainCooldown", new Checked(Syntax.COOLDOWN, retrainCooldown));
    }

    @Override
    List<StageSequel> sequels() throws AbortException {
        if (retrain == null) {
            if (retrainParameters != null || retrainCooldown != null) {
                throw new AbortException(Messages.CheckDriftStep_withoutJob());
            }
            return List.of();
        }
        String cooldown = retrainCooldown == null ? DEFAULT_COOLDOWN : retrainCooldown;
        return List.of(new Retraining(retrain, parameters(), cooldown));
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        if (retrainParameters != null) {
            retrainParameters
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> parameters.put(
                            line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        }
        return parameters;
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

    @CheckForNull
    public String getRetrain() {
        return retrain;
    }

    @DataBoundSetter
    public void setRetrain(String retrain) {
        this.retrain = Util.fixEmptyAndTrim(retrain);
    }

    @CheckForNull
    public String getRetrainParameters() {
        return retrainParameters;
    }

    @DataBoundSetter
    public void setRetrainParameters(String retrainParameters) {
        this.retrainParameters = Util.fixEmptyAndTrim(retrainParameters);
    }

    @CheckForNull
    public String getRetrainCooldown() {
        return retrainCooldown;
    }

    @DataBoundSetter
    public void setRetrainCooldown(String retrainCooldown) {
        String given = Util.fixEmptyAndTrim(retrainCooldown);
        this.retrainCooldown = DEFAULT_COOLDOWN.equals(given) ? null : given;
    }

    /** Registers the step. */
    @Extension
    @Symbol("checkDrift")
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

        /** Whether the job is there: for those who may configure this one, who see it with their own eyes. */
        @POST
        public FormValidation doCheckRetrain(@AncestorInPath Item item, @QueryParameter String value) {
            String name = Util.fixEmptyAndTrim(value);
            if (name == null || item == null || !mayConfigure(item) || hasVariable(item, name)) {
                return FormValidation.ok();
            }
            return Syntax.JOB.problem(name).map(FormValidation::error).orElseGet(() -> RetrainJobs.check(name, item));
        }

        /** Names of jobs, as seen from this one's folder. */
        @GET
        public AutoCompletionCandidates doAutoCompleteRetrain(@AncestorInPath Item item, @QueryParameter String value) {
            return mayConfigure(item) ? RetrainJobs.named(value, item) : new AutoCompletionCandidates();
        }

        @POST
        public FormValidation doCheckRetrainParameters(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, Syntax.PARAMETERS, value);
        }

        @POST
        public FormValidation doCheckRetrainCooldown(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, Syntax.COOLDOWN, value);
        }
    }
}
