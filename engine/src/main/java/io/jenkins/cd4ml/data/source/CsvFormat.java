package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Problem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Set;

/**
 * How the files of a data set are written.
 *
 * @param charset where a file has no byte order mark
 * @param missing texts that mean "no value", besides the empty one
 */
public record CsvFormat(char delimiter, Charset charset, Set<String> missing) {

    /**
     * The format that the settings name; a delimiter they do not name is found from the first file that has content.
     *
     * @param files asked one after the other until one has content
     */
    public static CsvFormat of(DataSettings settings, Iterable<SourceFile> files) throws IOException {
        Charset charset = charset(settings.encoding());
        char delimiter =
                settings.delimiter() == null ? DelimiterDetection.of(files, charset) : delimiter(settings.delimiter());
        return new CsvFormat(delimiter, charset, Set.copyOf(settings.missing()));
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw problem(
                    "data.encoding",
                    "no encoding is called '" + name
                            + "'; known are UTF-8, UTF-16, ISO-8859-1, windows-1252 and others");
        }
    }

    private static char delimiter(String text) {
        String given = text.equals("tab") || text.equals("\\t") ? "\t" : text;
        if (given.length() != 1 || "\"\r\n".contains(given)) {
            throw problem("data.delimiter", "'" + text + "' is not one character, such as , or ; or | or tab");
        }
        return given.charAt(0);
    }

    private static InputException problem(String key, String message) {
        return new InputException(new Problem(key + ": " + message, null, null, null, key, null));
    }
}
