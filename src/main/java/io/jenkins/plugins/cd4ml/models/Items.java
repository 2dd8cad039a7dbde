package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import jenkins.model.Jenkins;
import jenkins.model.lazy.LazyBuildMixIn.LazyLoadingJob;
import org.springframework.security.access.AccessDeniedException;

/** Jobs, folders and builds by the names that the registry keeps of them. */
final class Items {
    private Items() {}

    /** The item of that full name; null where there is none, or none that the user may read. */
    @CheckForNull
    static Item readable(String fullName) {
        try {
            return Jenkins.get().getItemByFullName(fullName);
        } catch (AccessDeniedException | IllegalArgumentException e) {
            return null;
        }
    }

    static boolean isReadable(String fullName) {
        return readable(fullName) != null;
    }

    /** Whether the build is there, without loading it. */
    static boolean isThere(Job<?, ?> job, int number) {
        return job instanceof LazyLoadingJob<?, ?> lazy
                ? lazy.getLazyBuildMixIn().getRunMap().runExists(number)
                : job.getBuildByNumber(number) != null;
    }

    /** The build itself; null where it is gone, or its job may not be read. */
    @CheckForNull
    static Run<?, ?> build(@CheckForNull BuildReference reference) {
        Run<?, ?> build = reference != null && readable(reference.job()) instanceof Job<?, ?> job
                ? job.getBuildByNumber(reference.number())
                : null;
        return build != null && isSame(build, reference) ? build : null;
    }

    /** A job that was deleted and made again has other builds of the same numbers. */
    static boolean isSame(Run<?, ?> build, BuildReference reference) {
        return reference.started() == null || reference.started() == build.getTimeInMillis();
    }
}
