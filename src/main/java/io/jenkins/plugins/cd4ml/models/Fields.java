package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;

/** What forms send, where it is not plain text. */
final class Fields {
    private Fields() {}

    /** A number of a version. */
    static int number(@CheckForNull String text) throws AbortException {
        Integer number = optionalNumber(text);
        if (number == null) {
            throw new AbortException(Messages.Fields_noNumber(""));
        }
        return number;
    }

    /** A number of a version; null where there is none. */
    @CheckForNull
    static Integer optionalNumber(@CheckForNull String text) throws AbortException {
        String stripped = Util.fixEmptyAndTrim(text);
        if (stripped != null && !stripped.matches("[1-9][0-9]{0,8}")) {
            throw new AbortException(Messages.Fields_noNumber(stripped));
        }
        return stripped == null ? null : Integer.valueOf(stripped);
    }

    /** How often an alias was moved by the time a form was shown; 0 where the form knows of none. */
    static long count(@CheckForNull String text) throws AbortException {
        String stripped = Util.fixEmptyAndTrim(text);
        if (stripped != null && !stripped.matches("[0-9]{1,15}")) {
            throw new AbortException(Messages.Fields_noCount(stripped));
        }
        return stripped == null ? 0 : Long.parseLong(stripped);
    }

    /** A reason where one must be given. */
    @NonNull
    static String required(@CheckForNull String reason) throws AbortException {
        String stripped = Util.fixEmptyAndTrim(reason);
        if (stripped == null) {
            throw new AbortException(Messages.Fields_noReason());
        }
        return stripped;
    }
}
