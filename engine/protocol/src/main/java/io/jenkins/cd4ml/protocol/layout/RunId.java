package io.jenkins.cd4ml.protocol.layout;

import java.util.regex.Pattern;

/** What a run may be called: it names a folder. */
public final class RunId {
    /** The regular expression of all ids. */
    public static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    private RunId() {}

    /** Whether a run may have that id. */
    public static boolean isValid(String id) {
        return id != null && COMPILED.matcher(id).matches();
    }
}
