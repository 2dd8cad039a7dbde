package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line in which the engine announces its result. The engine prints it last, after the result's file was written: a file that another
 * process has written over since has another digest. Part of the pipeline's saved state, as the place in the log is.
 */
final class ResultAnnouncement implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Pattern LINE = Pattern.compile("cd4ml result sha256:([0-9a-f]{64})\\s*$");
    private static final int LONGEST = 200;

    /** The end of the line that is being read. */
    private String line = "";

    private String sha256;

    /** The digest that was announced last, lower-case hex; null where none was. */
    @CheckForNull
    synchronized String sha256() {
        return sha256;
    }

    /** Passes the engine's output on and reads along. */
    OutputStream over(OutputStream to) {
        return new FilterOutputStream(to) {
            @Override
            public void write(int value) throws IOException {
                out.write(value);
                read(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(@NonNull byte[] buffer, int offset, int length) throws IOException {
                out.write(buffer, offset, length);
                read(buffer, offset, length);
            }
        };
    }

    private synchronized void read(byte[] buffer, int offset, int length) {
        StringBuilder text = new StringBuilder(line);
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] == '\n') {
                Matcher announced = LINE.matcher(text);
                if (announced.find()) {
                    sha256 = announced.group(1);
                }
                text.setLength(0);
            } else {
                text.append((char) (buffer[i] & 0xff));
                if (text.length() > 2 * LONGEST) {
                    text.delete(0, LONGEST);
                }
            }
        }
        line = text.toString();
    }
}
