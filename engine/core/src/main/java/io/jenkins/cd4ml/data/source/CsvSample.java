package io.jenkins.cd4ml.data.source;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.table.ValueKind;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first lines of a CSV file, divided into fields without blanks around them.
 *
 * @param rows the header first; empty lines are left out
 * @param skipLines lines before the header, which are not among the rows
 * @param comment with what lines begin that are not among the rows; null: there are none
 * @param escape what stands before a quote inside quotes, besides a second quote; null: nothing does
 */
public record CsvSample(char delimiter, List<List<String>> rows, int skipLines, String comment, String escape) {

    /** A sample of a file as RFC 4180 has it. */
    public CsvSample(char delimiter, List<List<String>> rows) {
        this(delimiter, rows, 0, null, null);
    }

    /** Empty for a file that is not CSV. */
    public static Optional<CsvSample> of(SourceFile file, Format declared, Charset charset) throws IOException {
        if (FileFormat.of(file.name(), declared) != Format.CSV) {
            return Optional.empty();
        }
        String whole = DelimiterDetection.sample(file, charset);
        DialectDetection.Found dialect = DialectDetection.of(whole);
        String counted = DialectDetection.without(whole, dialect.skipLines(), dialect.comment());
        String sample = dialect.escape() == null ? counted : DialectDetection.unescaped(counted);
        char delimiter = DelimiterDetection.of(sample);
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .trimWhitespacesAroundQuotes(CsvDialect.hasBlanksBeforeQuotes(sample, delimiter))
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(sample)) {
            for (CsvRecord row : reader) {
                rows.add(row.getFields().stream().map(String::strip).toList());
            }
        } catch (CsvParseException e) {
            // Reading the file proper will name the line.
        }
        return Optional.of(new CsvSample(delimiter, rows, dialect.skipLines(), dialect.comment(), dialect.escape()));
    }

    /** Whether at least half of the fields in the first line are values, which no column is called. */
    public boolean beginsWithData() {
        if (rows.size() < 2) {
            return false;
        }
        long values = rows.get(0).stream()
                .filter(field -> !field.isEmpty() && ValueSyntax.kind(field) != ValueKind.TEXT)
                .count();
        return values > 0 && 2 * values >= rows.get(0).size();
    }

    /** The values of each column below the header, without those that are empty or in the list of missing ones. */
    public List<List<String>> columns(List<String> missing) {
        List<List<String>> columns = new ArrayList<>();
        for (int i = 0; !rows.isEmpty() && i < rows.get(0).size(); i++) {
            int column = i;
            columns.add(rows.stream()
                    .skip(1)
                    .filter(row -> row.size() > column)
                    .map(row -> row.get(column))
                    .filter(value -> !value.isEmpty() && !missing.contains(value))
                    .toList());
        }
        return columns;
    }
}
