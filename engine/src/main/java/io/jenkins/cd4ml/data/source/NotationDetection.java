package io.jenkins.cd4ml.data.source;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.jenkins.cd4ml.config.DataSettings.Format;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells from the start of a CSV file whether its numbers have decimal commas: some have one, and none has a point that only a
 * decimal one can be.
 */
public final class NotationDetection {
    private static final Pattern COMMA = Pattern.compile("[+-]?\\d{1,3}(?:\\.\\d{3})+,\\d+|[+-]?\\d+,\\d+");
    private static final Pattern GROUPED = Pattern.compile("[+-]?\\d{1,3}(?:\\.\\d{3})+(?:,\\d*)?");
    private static final Pattern POINT = Pattern.compile("[+-]?\\d*\\.\\d+");

    private NotationDetection() {}

    /** @param thousands null: groups of digits are not set apart */
    public record Commas(String thousands) {}

    /** Empty where numbers have decimal points, or nothing tells. */
    public static Optional<Commas> of(SourceFile file, Format declared, Charset charset) throws IOException {
        if (FileFormat.of(file.name(), declared) != Format.CSV) {
            return Optional.empty();
        }
        String sample = DelimiterDetection.sample(file, charset);
        long commas = 0;
        long grouped = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(DelimiterDetection.of(sample))
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(sample)) {
            for (CsvRecord row : reader) {
                for (String field : row.getFields()) {
                    String value = field.strip();
                    boolean group = GROUPED.matcher(value).matches();
                    if (!group && POINT.matcher(value).matches()) {
                        return Optional.empty();
                    }
                    grouped += group ? 1 : 0;
                    commas += COMMA.matcher(value).matches() ? 1 : 0;
                }
            }
        } catch (CsvParseException e) {
            // Reading the file proper will name the line.
        }
        return commas == 0 ? Optional.empty() : Optional.of(new Commas(grouped == 0 ? null : "."));
    }
}
