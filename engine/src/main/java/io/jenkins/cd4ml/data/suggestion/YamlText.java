package io.jenkins.cd4ml.data.suggestion;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Scalars as YAML writes them: plain where that means the same text, in double quotes otherwise. */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./*-]*(?: [A-Za-z0-9_./*-]+)*");
    private static final Pattern WORD_OF_YAML = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

    private YamlText() {}

    static String of(String text) {
        boolean plain =
                PLAIN.matcher(text).matches() && !WORD_OF_YAML.matcher(text).matches();
        return plain ? text : TextNode.valueOf(text).toString();
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
