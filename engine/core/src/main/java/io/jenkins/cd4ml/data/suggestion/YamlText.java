package io.jenkins.cd4ml.data.suggestion;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Scalars as YAML writes them: plain where that means the same text, in double quotes otherwise. What YAML does not print (1.2.2,
 * production 1, {@code c-printable}), and what some parsers take for the end of a line, is escaped.
 */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./*-]*(?: [A-Za-z0-9_./*-]+)*");
    private static final Pattern WORD_OF_YAML = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

    private static final Pattern UNPRINTED =
            Pattern.compile("[\\u007F-\\u009F\\u2028\\u2029\\uFEFF\\uFFFE\\uFFFF]|\\p{Cs}");

    private static final ObjectMapper JSON = new ObjectMapper();

    private YamlText() {}

    static String of(String text) {
        return json(text);
    }

    /** Any tree on one line: JSON is YAML, once what JSON leaves as it is is escaped. Outside its texts there is nothing of the kind. */
    static String json(Object tree) {
        if (tree instanceof String text && isPlain(text)) {
            return text;
        }
        return UNPRINTED
                .matcher(JSON.valueToTree(tree).toString())
                .replaceAll(match -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) match.group().charAt(0)));
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches() && !WORD_OF_YAML.matcher(text).matches();
    }

    /** A list on one line. */
    static String of(List<String> texts) {
        return texts.stream().map(YamlText::of).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Behind a hash, on one line. */
    static String comment(String text) {
        return "# " + text.replaceAll("\\s+", " ");
    }
}
