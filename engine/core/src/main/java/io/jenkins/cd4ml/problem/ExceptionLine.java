package io.jenkins.cd4ml.problem;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds in what a program prints the line that names what went wrong: the exception below a traceback of Python, the deepest cause of
 * one of Java, R's error. What follows it, a printed array for example, does not hide it.
 */
public final class ExceptionLine {
    private static final String TRACEBACK = "Traceback (most recent call last):";
    private static final Pattern AFTER_TRACEBACK = Pattern.compile("[A-Za-z_][\\w.]*(: .*|:|)");
    private static final Pattern EXCEPTION = Pattern.compile(
            "(Exception in thread \".*?\" |Caused by: )?[A-Za-z_][\\w.$]*(Error|Exception|Interrupt|SystemExit)(: .*|:|)|Error( in .*)?: .*");
    private static final Pattern FRAME =
            Pattern.compile("\\s+at \\S+\\(.*\\)|\\s+\\.\\.\\. \\d+ (more|common frames omitted)");

    private boolean inTraceback;
    private String text;

    /** Takes the next line. */
    public void accept(String line) {
        if (line.strip().equals(TRACEBACK)) {
            inTraceback = true;
        } else if (inTraceback && AFTER_TRACEBACK.matcher(line).matches()) {
            inTraceback = false;
            text = line;
        } else if (EXCEPTION.matcher(line).matches()) {
            text = line;
        }
    }

    /** The last such line; null where there was none. */
    public String text() {
        return text;
    }

    /** The lines without Java's stack frames, which say where and not what. */
    public static List<String> withoutFrames(List<String> lines) {
        return lines.stream().filter(line -> !FRAME.matcher(line).matches()).toList();
    }
}
