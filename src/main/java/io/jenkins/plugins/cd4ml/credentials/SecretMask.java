package io.jenkins.plugins.cd4ml.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jenkinsci.plugins.credentialsbinding.masking.SecretPatterns;

/**
 * Replaces secrets in what the engine says by stars, also in the forms that shells and encodings give them. It works on whole lines
 * and keeps a line's beginning until its end comes, so that no secret slips through between two readings.
 */
public final class SecretMask {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final String STARS = "****";

    /** Null where there is nothing to hide; else for text that was read byte by byte. */
    private final Pattern pattern;

    /** The same for text. */
    private final Pattern text;

    private final int overlap;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /**
     * A mask.
     *
     * @param text what to hide; null: nothing
     * @param longest of what it hides, in bytes
     */
    SecretMask(@CheckForNull Pattern text, int longest) {
        this.text = text;
        pattern = text == null ? null : bytewise(text);
        overlap = longest;
    }

    /** For these uses, by what the credentials hold now: built anew after a restart. */
    public static SecretMask of(Run<?, ?> build, List<SecretUse> uses) {
        return of(build, uses, List.of());
    }

    /**
     * Likewise.
     *
     * @param others secrets that the pipeline itself has bound
     */
    public static SecretMask of(Run<?, ?> build, List<SecretUse> uses, List<String> others) {
        List<String> secrets = Stream.concat(uses.stream().flatMap(use -> use.secrets(build).stream()), others.stream())
                .filter(secret -> !secret.isBlank())
                .toList();
        // The longest form that a secret takes: every byte of its characters escaped.
        int longest = secrets.stream()
                .mapToInt(secret -> 4 * secret.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
        return new SecretMask(secrets.isEmpty() ? null : SecretPatterns.getAggregateSecretPattern(secrets), longest);
    }

    /** A text that shows no secret. */
    public String hide(String shown) {
        return text == null ? shown : text.matcher(shown).replaceAll(STARS);
    }

    private static Pattern bytewise(Pattern text) {
        return Pattern.compile(
                new String(text.pattern().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** The listener's log, showing no secret; the end of an unfinished line comes with {@link #finish}. */
    public PrintStream over(TaskListener listener) {
        PrintStream to = listener.getLogger();
        return pattern == null ? to : new PrintStream(new Masked(to), true, StandardCharsets.UTF_8);
    }

    /** Writes what is left of the last line. */
    public synchronized void finish(TaskListener listener) throws IOException {
        flush(listener.getLogger(), line.size());
    }

    private synchronized void write(byte[] bytes, int offset, int length, OutputStream out) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            line.write(bytes[i]);
            if (bytes[i] == '\n') {
                flush(out, line.size());
            } else if (line.size() >= LONGEST_LINE + overlap) {
                flush(out, LONGEST_LINE);
            }
        }
    }

    /** Writes the beginning of the line, masked as part of the whole; a secret over the cut stays with the rest. */
    private void flush(OutputStream out, int most) throws IOException {
        if (line.size() == 0) {
            return;
        }
        // One character for each byte: cuts cannot fall into a character, and what is no text survives.
        String text = line.toString(StandardCharsets.ISO_8859_1);
        int cut = Math.min(most, text.length());
        Matcher secret = pattern.matcher(text);
        while (secret.find() && secret.start() < cut) {
            cut = Math.max(cut, secret.end());
        }
        String shown = pattern.matcher(text.substring(0, cut)).replaceAll(STARS);
        out.write(shown.getBytes(StandardCharsets.ISO_8859_1));
        line.reset();
        line.write(text.substring(cut).getBytes(StandardCharsets.ISO_8859_1));
    }

    private final class Masked extends OutputStream {
        private final OutputStream to;

        Masked(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(@NonNull byte[] bytes, int offset, int length) throws IOException {
            SecretMask.this.write(bytes, offset, length, to);
        }
    }
}
