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

/** {@code trainModel}: trains a model. */
public final class TrainModelStep extends StageStep {
    private String algorithm;
    private Integer epochs;
    private Long seed;
    private boolean verifyReproducible;

    @DataBoundConstructor
    public TrainModelStep() {}

    @Override
    Map<String, Object> typedSettings() {
        Map<String, Object> settings = new TreeMap<>();
        if (algorithm != null) {
            settings.put("algorithm", algorithm);
        }
        if (epochs != null) {
            settings.put("epochs", epochs);
        }
        if (seed != null) {
            settings.put("seed", seed);
        }
        return settings;
    }

    @Override
    Map<String, Checked> typedTexts() {
        return Map.of("algorithm", new Checked(Syntax.NAME, algorithm));
    }

    @Override
    boolean repeated() {
        return verifyReproducible;
    }

    @CheckForNull
    public String getAlgorithm() {
        return algorithm;
    }

    @DataBoundSetter
    public void setAlgorithm(String algorithm) {
        this.algorithm = Util.fixEmptyAndTrim(algorithm);
    }

    @CheckForNull
    public Integer getEpochs() {
        return epochs;
    }

    @DataBoundSetter
    public void setEpochs(Integer epochs) {
        this.epochs = epochs;
    }

    @CheckForNull
    public Long getSeed() {
        return seed;
    }

    @DataBoundSetter
    public void setSeed(Long seed) {
        this.seed = seed;
    }

    public boolean isVerifyReproducible() {
        return verifyReproducible;
    }

    @DataBoundSetter
    public void setVerifyReproducible(boolean verifyReproducible) {
        this.verifyReproducible = verifyReproducible;
    }

    /** Registers the step. */
    @Extension
    @Symbol("trainModel")
    public static final class DescriptorImpl extends StageStepDescriptor {
        public DescriptorImpl() {
            super(Stage.TRAIN_MODEL, OnFail.FAIL);
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.TrainModelStep_displayName();
        }

        @POST
        public ListBoxModel doFillAlgorithmItems(@AncestorInPath Item item) {
            return choices(
                    item, Messages.StageStepDescriptor_asConfigured(), "linear", "mlp", "cnn", "xgboost", "command");
        }

        @POST
        public FormValidation doCheckEpochs(@AncestorInPath Item item, @QueryParameter String value) {
            return wholeNumber(item, value, 1, 100_000);
        }

        @POST
        public FormValidation doCheckSeed(@AncestorInPath Item item, @QueryParameter String value) {
            return wholeNumber(item, value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }
}
