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
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code versionData}: identifies, profiles, checks and stores the data. */
public final class VersionDataStep extends StageStep {
    private String path;

    @DataBoundConstructor
    public VersionDataStep() {}

    @Override
    Map<String, Object> typedSettings() {
        Map<String, Object> settings = new TreeMap<>();
        if (path != null) {
            settings.put("path", path);
        }
        return settings;
    }

    @Override
    Map<String, Checked> typedTexts() {
        return Map.of("path", new Checked(Syntax.PATTERN, path));
    }

    @CheckForNull
    public String getPath() {
        return path;
    }

    @DataBoundSetter
    public void setPath(String path) {
        this.path = Util.fixEmptyAndTrim(path);
    }

    /** Registers the step. */
    @Extension
    @Symbol("versionData")
    public static final class DescriptorImpl extends StageStepDescriptor {
        public DescriptorImpl() {
            super(Stage.VERSION_DATA, OnFail.FAIL);
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.VersionDataStep_displayName();
        }

        @POST
        public FormValidation doCheckPath(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, Syntax.PATTERN, value);
        }
    }
}
