package io.jenkins.plugins.cd4ml.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.cd4ml.protocol.registry.RegistryNames;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What an environment requires of a version of any model that has no rule of its own for it. Lists are written one name a line. */
public final class SiteRule extends AbstractDescribableImpl<SiteRule> {
    private static final String OTHERS = "*";

    private final String environment;
    private boolean requireVerdict = true;
    private boolean requireCanary;
    private boolean approval;
    private boolean otherApprover;
    private String gates = "";
    private String approvers = "";

    /** @param environment its name; {@code *} or nothing for those that no other rule names */
    @DataBoundConstructor
    public SiteRule(String environment) {
        String name = Util.fixEmptyAndTrim(environment);
        this.environment = name == null ? OTHERS : name;
    }

    public String getEnvironment() {
        return environment;
    }

    /** Whether a recorded validation must have passed. */
    public boolean isRequireVerdict() {
        return requireVerdict;
    }

    @DataBoundSetter
    public void setRequireVerdict(boolean requireVerdict) {
        this.requireVerdict = requireVerdict;
    }

    /** Names of checks that must have passed. */
    @NonNull
    public String getGates() {
        return gates;
    }

    @DataBoundSetter
    public void setGates(String gates) {
        this.gates = gates == null ? "" : gates.strip();
    }

    /** Whether a canary must have promoted the version. */
    public boolean isRequireCanary() {
        return requireCanary;
    }

    @DataBoundSetter
    public void setRequireCanary(boolean requireCanary) {
        this.requireCanary = requireCanary;
    }

    /** Whether a person must have approved it. */
    public boolean isApproval() {
        return approval;
    }

    @DataBoundSetter
    public void setApproval(boolean approval) {
        this.approval = approval;
    }

    /** Whether this must be another person than those who asked for the build. */
    public boolean isOtherApprover() {
        return otherApprover;
    }

    @DataBoundSetter
    public void setOtherApprover(boolean otherApprover) {
        this.otherApprover = otherApprover;
    }

    /** Ids of users and names of groups that may approve; empty: all who have the permission. */
    @NonNull
    public String getApprovers() {
        return approvers;
    }

    @DataBoundSetter
    public void setApprovers(String approvers) {
        this.approvers = approvers == null ? "" : approvers.strip();
    }

    /** Its form. */
    @Extension
    @Symbol("environmentRule")
    public static final class DescriptorImpl extends Descriptor<SiteRule> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SiteRule_displayName();
        }

        /** Whether that is the name of an environment. */
        @POST
        public FormValidation doCheckEnvironment(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            String name = Util.fixEmptyAndTrim(value);
            return name == null || name.equals(OTHERS) || RegistryNames.ALIAS.accepts(name)
                    ? FormValidation.ok()
                    : FormValidation.error(RegistryNames.ALIAS.problem(name));
        }
    }
}
