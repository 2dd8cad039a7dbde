package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.DatePattern;
import io.jenkins.cd4ml.table.Reading;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code data:} what the data set is.
 *
 * @param path files, folders or globs relative to the project; a folder means every file of data below it
 * @param format null: by each file's ending, CSV where that tells nothing
 * @param delimiter null: found from the first lines, one of {@code , ; tab |}
 * @param header whether the first line of a CSV file names the columns
 * @param names of the columns of CSV files, instead of the first line's; empty: not given
 * @param skipLines lines of a CSV file before the first one that counts
 * @param comment first character of lines of CSV files that do not count; null: every line counts
 * @param escape character before a quote inside quotes, besides a second quote; null: none
 * @param decimal what stands before the fraction of a number in CSV files: {@code .} or {@code ,}
 * @param thousands what stands between groups of three digits in CSV files; null: nothing does
 * @param timezone the zone of timestamps that name none, such as {@code Europe/Berlin}
 * @param encoding a charset's name; a byte order mark wins over it
 * @param missing texts that mean "no value", besides the empty one; compared exactly, after trimming blanks
 * @param key columns that identify a row; empty: the whole row does
 * @param target column to predict; null where only versioning is wanted
 * @param task null where it is not folders of images: classification for a categorical target, or for whole numbers with at most 20 values (written as decimals: two); else regression
 * @param features columns the model reads; empty: all but the key, the target and {@code exclude}
 * @param labels classes of the target by what programs and models that others made write for them, in the order of their answers
 * @param columns declared types and marks, by column
 * @param expect what must hold of the data
 * @param images what image files have in common; null for other files
 */
public record DataSettings(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> path,
        Format format,
        String delimiter,
        Boolean header,
        List<String> names,
        Integer skipLines,
        String comment,
        String escape,
        String decimal,
        String thousands,
        String timezone,
        String encoding,
        List<String> missing,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> key,
        String target,
        Task task,
        List<String> features,
        List<String> exclude,
        Map<String, String> labels,
        Map<String, ColumnSettings> columns,
        List<Expectation> expect,
        ImageFileSettings images) {

    /** What {@code missing} is where it is not configured. */
    public static final List<String> MISSING =
            List.of("NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "<NA>", "#N/A");

    public DataSettings {
        path = Defaults.of(path);
        header = Defaults.of(header, true);
        names = Defaults.of(names);
        skipLines = Defaults.of(skipLines, 0);
        decimal = Defaults.of(decimal, ".");
        timezone = Defaults.of(timezone, "UTC");
        encoding = Defaults.of(encoding, "UTF-8");
        missing = missing == null ? MISSING : List.copyOf(missing);
        key = Defaults.of(key);
        features = Defaults.of(features);
        exclude = Defaults.of(exclude);
        labels = Defaults.of(labels);
        columns = images == null ? Defaults.of(columns) : images.declaring(Defaults.of(columns));
        expect = Defaults.of(expect);
        boolean folders = images != null && images.labels() == null;
        task = task == null && folders ? Task.CLASSIFICATION : task;
    }

    /** Whether the column is declared to be sensitive. */
    public boolean isSensitive(String column) {
        return columns.containsKey(column) && columns.get(column).sensitive();
    }

    /** How the texts of this data are read. The notation of numbers concerns CSV alone, which says of images what they show, too. */
    public Reading reading() {
        boolean csv = format != Format.JSONL && format != Format.PARQUET;
        Map<String, String> dateFormats = new TreeMap<>();
        columns.forEach((name, column) -> {
            if (column.dateFormat() != null) {
                dateFormats.put(name, column.dateFormat());
            }
        });
        return new Reading(
                missing,
                csv ? decimal : ".",
                csv ? thousands : null,
                timezone,
                columns.entrySet().stream()
                        .filter(column -> column.getValue().type() == ColumnType.TEXT
                                || column.getValue().type() == ColumnType.CATEGORY)
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList(),
                dateFormats);
    }

    /**
     * The same for files that others write about this data: of the format that their names tell, in the engine's own notation of
     * numbers, as UTF-8. What identifies a row, and when a time without a zone was, stays.
     */
    public DataSettings ofPlainFiles() {
        return new DataSettings(
                path, null, null, null, null, null, null, null, null, null, timezone, null, missing, key, target, task,
                features, exclude, labels, columns, expect, null);
    }

    /** How files are written; text files may be packed with gzip. */
    public enum Format {
        CSV,
        JSONL,
        PARQUET,
        IMAGES
    }

    /**
     * A declared column.
     *
     * @param type that is not to be guessed; null where it is, and there is no {@code dateFormat}
     * @param sensitive whether its values must not be shown
     * @param dateFormat the pattern of its dates, {@code d.M.yyyy}; null: ISO 8601
     */
    public record ColumnSettings(ColumnType type, boolean sensitive, String dateFormat) {
        public ColumnSettings {
            if (type == null && dateFormat != null) {
                type = DatePattern.hasTime(dateFormat) ? ColumnType.TIMESTAMP : ColumnType.DATE;
            }
        }

        /** A column whose dates are in ISO 8601. */
        public ColumnSettings(ColumnType type, boolean sensitive) {
            this(type, sensitive, null);
        }
    }

    /**
     * One expectation: of a column, or of the data set where {@code column} is null ({@code rows}, {@code unique} over
     * {@code columns}). Each key that is present is one check.
     *
     * @param min smallest allowed value: a number, or an ISO date for dates
     * @param max largest allowed value, likewise
     * @param in the only allowed values
     * @param matches regular expression that every value matches as a whole
     * @param type the type the column must have
     * @param unique whether values (of {@code column}, or of {@code columns} together) must not repeat
     * @param completeness smallest allowed share of rows with a value, 0 to 1
     * @param mostly share of the present values that must satisfy {@code min, max, in, matches}; 1 where absent
     * @param rows allowed number of rows
     */
    public record Expectation(
            String column,
            List<String> columns,
            String min,
            String max,
            List<String> in,
            String matches,
            ColumnType type,
            Boolean unique,
            Double completeness,
            Double mostly,
            Range rows) {
        public Expectation {
            columns = Defaults.of(columns);
        }
    }

    /** From {@code min} to {@code max}, both inclusive, null where open. */
    public record Range(Long min, Long max) {}
}
