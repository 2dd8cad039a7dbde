package io.jenkins.cd4ml.data.source;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.jenkins.cd4ml.table.ValueKind;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds out from the first lines of a CSV file what stands before its header, which lines are comments, and whether quotes inside
 * quotes have a backslash. Lines are left out only where the rest has a header with other fields than they have.
 */
final class DialectDetection {
    private static final int MOST_LINES_BEFORE = 50;
    /** So many of the lines below a header must have as many fields as it. */
    private static final double FITTING = 0.9;

    private static final Pattern EXCEL_HINT = Pattern.compile("(?i)\"?sep=.\"?");
    private static final List<String> COMMENTS = List.of("#", "%");

    private DialectDetection() {}

    /**
     * What was found.
     *
     * @param skipLines 0: none
     * @param comment null: none
     * @param escape null: none
     */
    record Found(int skipLines, String comment, String escape) {}

    static Found of(String sample) {
        String comment = comment(sample);
        int skip = comment == null ? linesBefore(sample) : 0;
        String rest = without(sample, skip, comment);
        String escape = needsEscape(rest) ? "\\" : null;
        return new Found(skip, comment, escape);
    }

    /** The sample from the first line that counts on. */
    static String without(String sample, int skip, String comment) {
        return String.join(
                "\n",
                sample.lines()
                        .skip(skip)
                        .filter(line -> comment == null || !line.startsWith(comment))
                        .toList());
    }

    private static String comment(String sample) {
        String first = sample.lines().findFirst().orElse("");
        Optional<String> sign = COMMENTS.stream().filter(first::startsWith).findFirst();
        if (sign.isEmpty()) {
            return null;
        }
        List<List<String>> rest = rows(without(sample, 0, sign.get()));
        List<String> last =
                sample.lines().takeWhile(line -> line.startsWith(sign.get())).toList();
        // The names of the columns themselves may stand behind the sign.
        List<List<String>> header = rows(last.get(last.size() - 1) + "\n" + without(sample, 0, sign.get()));
        boolean names = !rest.isEmpty()
                && header.get(0).size() == rest.get(0).size()
                && header.get(0).size() > 1
                && looksLikeData(rest.get(0));
        return rest.size() < 2 || names ? null : sign.get();
    }

    /** How many lines stand before the header: those with fewer fields than nearly all lines from it on. */
    private static int linesBefore(String sample) {
        if (EXCEL_HINT.matcher(sample.lines().findFirst().orElse("")).matches()) {
            return 1;
        }
        List<String> lines = sample.lines().limit(MOST_LINES_BEFORE + 1L).toList();
        int most = 0;
        for (int skip = 0; skip < lines.size(); skip++) {
            List<List<String>> rows = rows(without(sample, skip, null));
            if (rows.size() < 3) {
                return 0;
            }
            int width = rows.get(0).size();
            long fitting = rows.stream().filter(row -> row.size() == width).count();
            boolean blank = lines.get(skip).isBlank();
            if (!blank && width > 1 && fitting >= FITTING * rows.size()) {
                return width > most && isHeader(rows.get(0)) && !looksLikeData(rows.get(0)) ? skip : 0;
            }
            most = blank ? most : Math.max(most, width);
        }
        return 0;
    }

    private static boolean isHeader(List<String> fields) {
        return fields.stream().noneMatch(String::isEmpty)
                && fields.stream().distinct().count() == fields.size();
    }

    private static boolean looksLikeData(List<String> fields) {
        return fields.stream().anyMatch(field -> !field.isEmpty() && ValueSyntax.kind(field) != ValueKind.TEXT);
    }

    private static boolean needsEscape(String text) {
        return text.contains("\\\"") && !isWhole(text) && isWhole(unescaped(text));
    }

    /** The text with quotes inside quotes as RFC 4180 has them. */
    static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        try (UnescapedQuotes reader = new UnescapedQuotes(new StringReader(text), '\\')) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                plain.append((char) c);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return plain.toString();
    }

    private static boolean isWhole(String text) {
        char delimiter = DelimiterDetection.of(text);
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .trimWhitespacesAroundQuotes(CsvDialect.hasBlanksBeforeQuotes(text, delimiter))
                .allowMissingFields(true)
                .allowExtraFields(true)
                .allowExtraCharsAfterClosingQuote(false)
                .ofCsvRecord(text)) {
            reader.forEach(row -> {});
            return true;
        } catch (CsvParseException | IOException e) {
            return false;
        }
    }

    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(DelimiterDetection.of(text))
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(text)) {
            reader.forEach(
                    row -> rows.add(row.getFields().stream().map(String::strip).toList()));
        } catch (CsvParseException | IOException e) {
            // What was read up to the broken line still tells.
        }
        return rows;
    }
}
