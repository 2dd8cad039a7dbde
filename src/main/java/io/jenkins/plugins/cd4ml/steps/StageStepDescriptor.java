package io.jenkins.plugins.cd4ml.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.AbstractProject;
import hudson.model.Item;
import hudson.model.JDK;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tools.ToolInstallation;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.config.RuntimePacks;
import io.jenkins.plugins.cd4ml.config.Syntax;
import io.jenkins.plugins.cd4ml.execution.OnFail;
import java.util.Set;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** Registers a step, and checks what is typed into the fields that all six share. */
public abstract class StageStepDescriptor extends StepDescriptor {
    private static final Pattern SHARE = Pattern.compile("0(\\.[0-9]+)?|\\.[0-9]+|1(\\.0*)?");

    private static final Pattern VARIABLE = Pattern.compile("\\$(\\{[A-Za-z0-9_.]+}|[A-Za-z_])");

    private final Stage stage;
    private final OnFail defaultOnFail;

    StageStepDescriptor(Stage stage, OnFail defaultOnFail) {
        this.stage = stage;
        this.defaultOnFail = defaultOnFail;
    }

    final Stage stage() {
        return stage;
    }

    final OnFail defaultOnFail() {
        return defaultOnFail;
    }

    @Override
    public final String getFunctionName() {
        return stage.step();
    }

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, FlowNode.class, FilePath.class, Launcher.class, EnvVars.class, TaskListener.class);
    }

    /** A field that was left empty says nothing; Stapler would make 0 of an empty whole number. */
    @Override
    public Step newInstance(@CheckForNull StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
        for (Object key : form.keySet().toArray()) {
            if ("".equals(form.get(key))) {
                form.remove(key);
            }
        }
        return super.newInstance(request, form);
    }

    @POST
    public FormValidation doCheckConfig(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, Syntax.RELATIVE_PATH, value);
    }

    @POST
    public FormValidation doCheckProject(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, Syntax.RELATIVE_PATH, value);
    }

    @POST
    public FormValidation doCheckRun(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, Syntax.RUN, value);
    }

    @POST
    public FormValidation doCheckHeap(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, Syntax.HEAP, value);
    }

    @POST
    public FormValidation doCheckSettings(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, Syntax.SETTINGS, value);
    }

    @POST
    public ListBoxModel doFillOnFailItems(@AncestorInPath Item item) {
        ListBoxModel items = new ListBoxModel();
        if (mayConfigure(item)) {
            items.add(Messages.StageStepDescriptor_default(defaultOnFail.word()), "");
            for (OnFail reaction : OnFail.values()) {
                if (reaction != defaultOnFail) {
                    items.add(reaction.word());
                }
            }
        }
        return items;
    }

    @POST
    public ListBoxModel doFillJdkItems(@AncestorInPath Item item) {
        ListBoxModel items = new ListBoxModel();
        if (mayConfigure(item)) {
            items.add(Messages.StageStepDescriptor_agentsJava(), "");
            for (JDK jdk : Jenkins.get().getJDKs()) {
                items.add(jdk.getName());
            }
        }
        return items;
    }

    @POST
    public ListBoxModel doFillPacksItems(@AncestorInPath Item item) {
        ListBoxModel items = new ListBoxModel();
        if (mayConfigure(item)) {
            items.add(Messages.StageStepDescriptor_default(Messages.StageStepDescriptor_globalPacks()), "");
            for (ToolInstallation packs : Jenkins.get()
                    .getDescriptorByType(RuntimePacks.DescriptorImpl.class)
                    .getInstallations()) {
                items.add(packs.getName());
            }
        }
        return items;
    }

    /** An answer for those who may see one. */
    static FormValidation check(@CheckForNull Item item, Syntax syntax, String value) {
        return mayConfigure(item) && !hasVariable(item, value) ? syntax.check(value) : FormValidation.ok();
    }

    /** Whether only a build can tell what the text comes to: in jobs without Groovy it may name variables. */
    static boolean hasVariable(@CheckForNull Item item, @CheckForNull String value) {
        return item instanceof AbstractProject
                && value != null
                && VARIABLE.matcher(value).find();
    }

    /** Checks a whole number, for those who may see an answer. */
    static FormValidation wholeNumber(@CheckForNull Item item, String value, long least, long most) {
        String text = Util.fixEmptyAndTrim(value);
        if (text == null || !mayConfigure(item)) {
            return FormValidation.ok();
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return FormValidation.ok();
            }
        } catch (NumberFormatException e) {
            // the same answer as for a number out of range
        }
        return FormValidation.error(Messages.StageStepDescriptor_wholeNumber(least, most));
    }

    /** Checks a share, for those who may see an answer. */
    static FormValidation share(@CheckForNull Item item, String value) {
        String text = Util.fixEmptyAndTrim(value);
        if (text == null || !mayConfigure(item) || SHARE.matcher(text).matches()) {
            return FormValidation.ok();
        }
        return FormValidation.error(Messages.StageStepDescriptor_share());
    }

    /** A list box with the default as the empty choice, for those who may see one. */
    static ListBoxModel choices(@CheckForNull Item item, String defaultChoice, String... others) {
        ListBoxModel items = new ListBoxModel();
        if (mayConfigure(item)) {
            items.add(Messages.StageStepDescriptor_default(defaultChoice), "");
            for (String other : others) {
                items.add(other);
            }
        }
        return items;
    }

    /** Whether the user may see answers that depend on what was typed. */
    static boolean mayConfigure(@CheckForNull Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
    }
}
