package io.jenkins.cd4ml.data.source;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the delimiter of a data set from the first 64 KB of its first file with content: of {@code , ; tab |} the one that
 * divides the header into several columns and the most lines into as many; of equals the one with more columns, then the first in
 * this order. Where none divides the header the file has one column, and the comma will do.
 */
final class DelimiterDetection {
    private static final List<Character> CANDIDATES = List.of(',', ';', '\t', '|');
    private static final int SAMPLE = 1 << 16;

    private DelimiterDetection() {}

    /**
     * The sample of the first file that has one, without lines that do not count; empty where none has.
     *
     * @param skipped number of first lines that do not
     * @param comment with what other such lines begin; null: there are none
     */
    static String sample(Iterable<SourceFile> files, Charset charset, int skipped, String comment) throws IOException {
        for (SourceFile file : files) {
            String sample = sample(file, charset);
            for (int i = 0; i < skipped; i++) {
                sample = sample.substring(sample.indexOf('\n') + 1);
            }
            if (!sample.isBlank()) {
                return comment == null
                        ? sample
                        : sample.lines()
                                .filter(line -> !line.startsWith(comment))
                                .collect(Collectors.joining("\n"));
            }
        }
        return "";
    }

    static char of(String sample) {
        char best = CANDIDATES.get(0);
        double bestShare = 0;
        int bestColumns = 1;
        for (char candidate : CANDIDATES) {
            int columns = 0;
            long rows = 0;
            long fitting = 0;
            try (CsvReader<CsvRecord> reader = CsvReader.builder()
                    .fieldSeparator(candidate)
                    .allowMissingFields(true)
                    .allowExtraFields(true)
                    .ofCsvRecord(sample)) {
                for (CsvRecord line : reader) {
                    columns = rows == 0 ? line.getFieldCount() : columns;
                    fitting += line.getFieldCount() == columns ? 1 : 0;
                    rows++;
                }
            } catch (CsvParseException | IOException e) {
                // What was counted up to the broken line still tells; reading the file proper will name that line.
            }
            double share = rows == 0 ? 0 : (double) fitting / rows;
            int comparison = Double.compare(share, bestShare);
            if (columns > 1 && (comparison > 0 || comparison == 0 && columns > bestColumns)) {
                best = candidate;
                bestShare = share;
                bestColumns = columns;
            }
        }
        return best;
    }

    /** The first characters of a file, cut after the last complete line where the file goes on. */
    static String sample(SourceFile file, Charset charset) throws IOException {
        try (Reader reader = new DecodingReader(Files.newInputStream(file.path()), charset, file.name(), true)) {
            char[] buffer = new char[SAMPLE];
            int length = 0;
            for (int read = 0; read >= 0 && length < SAMPLE; read = reader.read(buffer, length, SAMPLE - length)) {
                length += read;
            }
            String sample = new String(buffer, 0, length);
            int cut = sample.lastIndexOf('\n');
            return length == SAMPLE && cut > 0 ? sample.substring(0, cut) : sample;
        }
    }
}
