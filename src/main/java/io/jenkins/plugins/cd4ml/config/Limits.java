package io.jenkins.plugins.cd4ml.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.Serial;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** How much the controller takes from an agent, in megabytes (of 1,048,576 bytes). They protect the controller: folders have no say. */
public final class Limits extends AbstractDescribableImpl<Limits> {
    static final int RUN = 100;
    static final int PACKAGE = 500;
    static final int RESULT = Protocol.MAX_CHARACTERS >> 20;

    private static final int MOST = 1_000_000;

    private int runMegabytes = RUN;
    private int packageMegabytes = PACKAGE;
    private int resultMegabytes = RESULT;

    @DataBoundConstructor
    public Limits() {
        // all have defaults
    }

    /** Of a run that is carried to another agent. */
    public int getRunMegabytes() {
        return runMegabytes;
    }

    @DataBoundSetter
    public void setRunMegabytes(int megabytes) {
        runMegabytes = bounded(megabytes, MOST);
    }

    /** Of a package's archive in the registry. */
    public int getPackageMegabytes() {
        return packageMegabytes;
    }

    @DataBoundSetter
    public void setPackageMegabytes(int megabytes) {
        packageMegabytes = bounded(megabytes, MOST);
    }

    /** Of a stage's result; never more than the protocol allows. */
    public int getResultMegabytes() {
        return resultMegabytes;
    }

    @DataBoundSetter
    public void setResultMegabytes(int megabytes) {
        resultMegabytes = bounded(megabytes, RESULT);
    }

    private static int bounded(int megabytes, int most) {
        return Math.max(1, Math.min(most, megabytes));
    }

    /** A limit that a file lacks, or has wrong, is the nearest right one. */
    @Serial
    private Object readResolve() {
        runMegabytes = runMegabytes == 0 ? RUN : bounded(runMegabytes, MOST);
        packageMegabytes = packageMegabytes == 0 ? PACKAGE : bounded(packageMegabytes, MOST);
        resultMegabytes = resultMegabytes == 0 ? RESULT : bounded(resultMegabytes, RESULT);
        return this;
    }

    /** The form's other side. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<Limits> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.Limits_displayName();
        }

        @POST
        public FormValidation doCheckRunMegabytes(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return check(value, MOST);
        }

        @POST
        public FormValidation doCheckPackageMegabytes(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return check(value, MOST);
        }

        @POST
        public FormValidation doCheckResultMegabytes(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return check(value, RESULT);
        }

        private static FormValidation check(String value, int most) {
            try {
                int megabytes = Integer.parseInt(value.trim());
                return megabytes >= 1 && megabytes <= most
                        ? FormValidation.ok()
                        : FormValidation.error(Messages.Limits_range(most));
            } catch (NumberFormatException e) {
                return FormValidation.error(Messages.Limits_range(most));
            }
        }
    }
}
