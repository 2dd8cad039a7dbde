package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;

/**
 * Whether a build runs code that the owners of the repository answer for. A pull request from a fork may contain anything, also a
 * {@code cd4ml.yaml} that names somebody else's model; the source of the multibranch project says whether it trusts it.
 */
public final class BuildTrust {
    private final Run<?, ?> build;

    @CheckForNull
    private final SCMHead head;

    @CheckForNull
    private final SCMSource source;

    public BuildTrust(Run<?, ?> build) {
        this.build = build;
        head = SCMHead.HeadByItem.findHead(build.getParent());
        source = SCMSource.SourceByItem.findSource(build.getParent());
    }

    /** Whether it builds a pull request, from wherever. */
    boolean isChangeRequest() {
        return head instanceof ChangeRequestSCMHead;
    }

    /** Whether the source trusts the revision; without a source there is nobody else to be trusted than who wrote the job. */
    public boolean isTrusted(TaskListener listener) throws IOException, InterruptedException {
        if (head == null || source == null) {
            return !isChangeRequest();
        }
        SCMRevision revision = SCMRevisionAction.getRevision(source, build);
        if (revision == null) {
            return !isChangeRequest();
        }
        return source.getTrustedRevision(revision, listener).equals(revision);
    }

    void require(String step, TaskListener listener) throws IOException, InterruptedException {
        if (!isTrusted(listener)) {
            throw new AbortException(
                    Messages.BuildTrust_fork(step, build.getParent().getFullName()));
        }
    }
}
