package io.jenkins.plugins.cd4ml.registry;

import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Who changes something.
 *
 * @param name id of the user; for a build the one who started it, {@code SYSTEM} where nobody did
 * @param build the build that does it; null for a person
 * @param groups that the person belongs to; empty for a build
 */
public record Author(String name, BuildReference build, List<String> groups) {
    private static final String SYSTEM = "SYSTEM";

    /** One who belongs to no group. */
    public Author(String name, BuildReference build) {
        this(name, build, List.of());
    }

    /** The user of this request. */
    public static Author current() {
        Authentication user = Jenkins.getAuthentication2();
        return new Author(
                user.getName(),
                null,
                user.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** A build. */
    public static Author of(Run<?, ?> build) {
        Cause.UserIdCause user = build.getCause(Cause.UserIdCause.class);
        String name = user == null || user.getUserId() == null ? SYSTEM : user.getUserId();
        return new Author(name, referenceTo(build));
    }

    /** Ids of all users who asked for a build, directly or by a build that triggered it. */
    public static List<String> requesters(Run<?, ?> build) {
        TreeSet<String> users = new TreeSet<>();
        collect(build.getCauses(), users);
        return List.copyOf(users);
    }

    private static void collect(List<Cause> causes, Set<String> users) {
        for (Cause cause : causes) {
            if (cause instanceof Cause.UserIdCause user && user.getUserId() != null) {
                users.add(user.getUserId());
            } else if (cause instanceof Cause.UpstreamCause upstream) {
                collect(upstream.getUpstreamCauses(), users);
            }
        }
    }

    /** The build in words that outlive it. */
    public static BuildReference referenceTo(Run<?, ?> build) {
        return new BuildReference(build.getParent().getFullName(), build.getNumber(), build.getTimeInMillis());
    }
}
