package io.jenkins.plugins.cd4ml.registry;

import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import jenkins.model.Jenkins;

/**
 * Who changes something.
 *
 * @param name id of the user; for a build the one who started it, {@code SYSTEM} where nobody did
 * @param build the build that does it; null for a person
 */
public record Author(String name, BuildReference build) {
    private static final String SYSTEM = "SYSTEM";

    /** The user of this request. */
    public static Author current() {
        return new Author(Jenkins.getAuthentication2().getName(), null);
    }

    /** A build. */
    public static Author of(Run<?, ?> build) {
        Cause.UserIdCause user = build.getCause(Cause.UserIdCause.class);
        String name = user == null || user.getUserId() == null ? SYSTEM : user.getUserId();
        return new Author(name, referenceTo(build));
    }

    /** The build in words that outlive it. */
    public static BuildReference referenceTo(Run<?, ?> build) {
        return new BuildReference(build.getParent().getFullName(), build.getNumber());
    }
}
