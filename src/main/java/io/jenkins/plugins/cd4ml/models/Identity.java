package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/** Identities of content, short enough to read. */
public final class Identity {
    private Identity() {}

    /** "sha256:0123456789ab…"; null of null. */
    @CheckForNull
    public static String brief(@CheckForNull String identity) {
        return identity == null ? null : identity.replaceFirst("([0-9a-f]{12})[0-9a-f]{20,}$", "$1\u2026");
    }
}
