package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.cd4ml.protocol.registry.BuildReference;

/**
 * A build that the registry remembers.
 *
 * @param text {@code folder/job #12}
 * @param url below Jenkins' root; null where the user may not go there, or nobody can any more
 * @param gone whether the build is no more
 */
public record BuildLink(String text, @CheckForNull String url, boolean gone) {

    /** Looked up now; null of null. */
    @CheckForNull
    static BuildLink of(@CheckForNull BuildReference reference) {
        if (reference == null) {
            return null;
        }
        if (!isThere(reference)) {
            return new BuildLink(reference.toString(), null, true);
        }
        Item item = Items.readable(reference.job());
        return new BuildLink(
                reference.toString(), item == null ? null : item.getUrl() + reference.number() + "/", false);
    }

    /** Whoever asks: that a build is gone is told to all who see its name. */
    private static boolean isThere(BuildReference reference) {
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            return Items.readable(reference.job()) instanceof Job<?, ?> job && Items.isThere(job, reference.number());
        }
    }
}
