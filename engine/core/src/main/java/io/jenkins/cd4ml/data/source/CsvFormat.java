package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.table.Notation;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * How the texts of a data set are written; delimiter and the notation of numbers concern CSV alone.
 *
 * @param charset where a file has no byte order mark
 * @param missing texts that mean "no value", besides the empty one
 * @param notation how numbers and times are written
 * @param verbatim columns that are declared text: what looks like a number there is none
 * @param images how images become rows; null where the data set has none
 * @param dialect in what CSV files differ from RFC 4180
 * @param unreadable takes lines and values that cannot be read; null: the first of them ends the reading
 * @param missingTexts takes note of which texts left the target without a value
 */
public record CsvFormat(
        char delimiter,
        Charset charset,
        Set<String> missing,
        Notation notation,
        Set<String> verbatim,
        ImageRows images,
        MissingTexts missingTexts,
        CsvDialect dialect,
        UnreadableInput unreadable) {

    /** A format in the engine's own notation. */
    public CsvFormat(char delimiter, Charset charset, Set<String> missing) {
        this(
                delimiter,
                charset,
                missing,
                Notation.PLAIN,
                Set.of(),
                null,
                MissingTexts.of(null),
                CsvDialect.PLAIN,
                null);
    }

    /**
     * The format that the settings name; a delimiter they do not name is found from the first file that has content.
     *
     * @param files asked one after the other until one is CSV and has content
     */
    public static CsvFormat of(DataSettings settings, Iterable<SourceFile> files) throws IOException {
        Charset charset = charset(settings.encoding());
        Notation notation = settings.reading().notation();
        String sample =
                DelimiterDetection.sample(onlyCsv(settings, files), charset, settings.skipLines(), settings.comment());
        char delimiter = settings.delimiter() == null ? DelimiterDetection.of(sample) : delimiter(settings.delimiter());
        CsvFormat texts = new CsvFormat(
                delimiter,
                charset,
                Set.copyOf(settings.missing()),
                notation,
                Set.copyOf(settings.reading().texts()),
                null,
                MissingTexts.of(settings.target()),
                CsvDialect.of(settings, CsvDialect.hasBlanksBeforeQuotes(sample, delimiter)),
                null);
        return settings.format() == Format.IMAGES ? texts.with(texts.images(settings, files)) : texts;
    }

    /** The same for images of which nothing is known but what they show. */
    public CsvFormat unlabelled() {
        return images == null ? this : with(images.unlabelled());
    }

    /** The same, with what images show where each is one column, instead of its digest. */
    public CsvFormat withSamples() {
        return images == null ? this : with(images.withSamples());
    }

    /** The same files, every value as the text that it is there. */
    public CsvFormat asTexts() {
        return new CsvFormat(
                delimiter,
                charset,
                Set.of(),
                Notation.PLAIN,
                Set.of(),
                images,
                MissingTexts.of(null),
                dialect,
                unreadable);
    }

    /** The same, where lines and values that cannot be read are left out. */
    public CsvFormat leavingOut(UnreadableInput taker) {
        return new CsvFormat(delimiter, charset, missing, notation, verbatim, images, missingTexts, dialect, taker);
    }

    /** The same, where texts that mean "no value" are counted of all columns. */
    public CsvFormat countingMissing() {
        return new CsvFormat(
                delimiter, charset, missing, notation, verbatim, images, MissingTexts.ofAll(), dialect, unreadable);
    }

    private CsvFormat with(ImageRows rows) {
        return new CsvFormat(delimiter, charset, missing, notation, verbatim, rows, missingTexts, dialect, unreadable);
    }

    private ImageRows images(DataSettings settings, Iterable<SourceFile> files) throws IOException {
        String labels = settings.images().labels();
        if (labels == null) {
            return ImageRows.of(settings, null);
        }
        String name = Path.of(labels).normalize().toString().replace('\\', '/');
        for (SourceFile file : files) {
            if (file.name().equals(name)) {
                return ImageRows.of(settings, ImageLabels.read(file, settings.images(), this));
            }
        }
        // What is looked at besides the data set has no labels.
        return ImageRows.of(settings, null).unlabelled();
    }

    private static Iterable<SourceFile> onlyCsv(DataSettings settings, Iterable<SourceFile> files) {
        return () -> StreamSupport.stream(files.spliterator(), false)
                .filter(file -> FileFormat.of(file.name(), settings.format()) == Format.CSV)
                .iterator();
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
