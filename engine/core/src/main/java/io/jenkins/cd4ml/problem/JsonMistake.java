package io.jenkins.cd4ml.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a text that should be JSON, without any of the text: it may be a value of a sensitive column, and a parser's own
 * message quotes it and names settings that only its programmer has.
 */
public final class JsonMistake {
    private static final Pattern QUOTED = Pattern.compile("'[^']{2,}'|\"[^\"]*\"|`[^`]*`");
    private static final Pattern NOT_A_NUMBER = Pattern.compile("Non-standard token '?(NaN|[+-]?INF|[+-]?Infinity)");

    private JsonMistake() {}

    /** The mistake, as the end of a sentence. */
    public static String of(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        Matcher number = NOT_A_NUMBER.matcher(message);
        if (number.find()) {
            return number.group(1) + " is not a JSON value: send null where a number is missing";
        }
        if (message.startsWith("Unrecognized token")) {
            return "a text without quotes: write texts in double quotes, and true, false and null in small letters";
        }
        return Excerpt.of(QUOTED.matcher(message).replaceAll("'…'"), 300);
    }
}
