package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.data.expectation.RepeatedValues;
import io.jenkins.cd4ml.data.expectation.RowPlaces;
import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.data.profile.ProfiledColumn;
import io.jenkins.cd4ml.data.source.CsvFile.HeaderHandler;
import io.jenkins.cd4ml.data.source.CsvFormat;
import io.jenkins.cd4ml.data.source.DataReader;
import io.jenkins.cd4ml.data.source.FoundFile;
import io.jenkins.cd4ml.data.source.MissingTexts;
import io.jenkins.cd4ml.data.source.RowHandler;
import io.jenkins.cd4ml.data.source.SortedFiles;
import io.jenkins.cd4ml.data.suggestion.Twins;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Looks at data without versioning it: its profile, which columns have no value twice, and which hold what looks like personal
 * data. Keeps nothing.
 */
public final class Survey {
    /** Deequ's bound of what may be unique though its number of values is an estimate. */
    private static final double NEARLY_UNIQUE = 0.08;

    private static final Pattern PERSONAL =
            Pattern.compile("[^@\\s]+@[^@\\s]+\\.[A-Za-z]{2,}|\\d{3}-\\d{2}-\\d{4}|\\+\\d[\\d ()/-]{8,17}\\d");

    private final StageContext context;
    private final DataSettings settings;
    private final CsvFormat format;
    private final SortedFiles files;

    private Survey(StageContext context, SortedFiles files) throws IOException {
        this.context = context;
        this.settings = context.configuration().data();
        this.files = files;
        this.format = CsvFormat.of(settings, () -> new Sources(context.project(), files.iterator()))
                .countingMissing();
    }

    /**
     * What was seen.
     *
     * @param files number of files
     * @param unique columns in which every row has a value that no other row has
     * @param personal columns most values of which look like e-mail addresses, telephone or US social security numbers
     * @param twins by column those that say the same in other words
     * @param missing which texts left rows without a value
     */
    public record Found(
            Profile profile,
            long files,
            Set<String> unique,
            Set<String> personal,
            Map<String, List<String>> twins,
            MissingTexts missing) {}

    /**
     * Reads the files of {@code data.path}.
     *
     * @throws io.jenkins.cd4ml.problem.InputException naming the first thing in them that cannot be read
     */
    public static Found of(StageContext context) throws IOException {
        Path temporary = context.run().path();
        try (SortedFiles files = new SortedFiles(temporary)) {
            DataPaths.find(context, files);
            return new Survey(context, files).look(temporary);
        }
    }

    /** The profile alone; of no data version. */
    public static Profile profile(StageContext context) throws IOException {
        try (SortedFiles files = new SortedFiles(context.run().path())) {
            DataPaths.find(context, files);
            return new Survey(context, files).profile(false, values -> {});
        }
    }

    /** @param texts whether the rows are looked at, too */
    private Profile profile(boolean texts, Consumer<String[]> rows) throws IOException {
        RowProfiler profiler = new RowProfiler(settings);
        try (RowProfiling profiling = new RowProfiling(profiler)) {
            try {
                read(
                        profiler::arrange,
                        name -> new ProfiledRows(
                                profiling, name, () -> all(profiler, texts), (values, line) -> rows.accept(values)));
            } catch (InputException e) {
                profiling.finish();
                throw e;
            }
            profiling.finish();
            return new Profile("", profiler.rows(), profiler.evenColumns());
        }
    }

    private Found look(Path temporary) throws IOException {
        Map<Integer, Long> lookPersonal = new TreeMap<>();
        Twins twins = new Twins();
        Profile profile = profile(true, values -> {
            twins.row(values);
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null && isPersonal(values[i])) {
                    lookPersonal.merge(i, 1L, Long::sum);
                }
            }
        });
        // Before any row is read again.
        MissingTexts missing = format.missingTexts().copy();
        Set<String> personal = new TreeSet<>();
        lookPersonal.forEach((column, count) -> {
            ColumnSummary summary = profile.columns().get(column).summary();
            if (2 * count > summary.count() - summary.missing()) {
                personal.add(summary.name());
            }
        });
        List<String> names =
                profile.columns().stream().map(column -> column.column().name()).toList();
        return new Found(profile, files.size(), unique(profile, temporary), personal, twins.of(names), missing);
    }

    private static boolean[] all(RowProfiler profiler, boolean value) {
        boolean[] columns = new boolean[profiler.header().names().size()];
        Arrays.fill(columns, value);
        return columns;
    }

    private static boolean isPersonal(String value) {
        return (value.indexOf('@') > 0 || value.indexOf('-') == 3 || value.charAt(0) == '+')
                && PERSONAL.matcher(value).matches();
    }

    /** Where values were counted one by one their number tells; where they were estimated the rows are read again. */
    private Set<String> unique(Profile profile, Path temporary) throws IOException {
        Set<String> unique = new TreeSet<>();
        List<String> doubtful = new ArrayList<>();
        for (ProfiledColumn column : profile.columns()) {
            ColumnSummary summary = column.summary();
            double distinctness = (double) summary.distinct() / summary.count();
            if (summary.missing() > 0) {
                continue;
            }
            if (summary.exact() && summary.distinct() == summary.count()) {
                unique.add(summary.name());
            } else if (!summary.exact() && Math.abs(1 - distinctness) <= NEARLY_UNIQUE) {
                doubtful.add(summary.name());
            }
        }
        if (!doubtful.isEmpty()) {
            count(profile, doubtful, temporary, unique);
        }
        return unique;
    }

    private void count(Profile profile, List<String> columns, Path temporary, Set<String> unique) throws IOException {
        List<String> names =
                profile.columns().stream().map(column -> column.column().name()).toList();
        List<ColumnType> types =
                profile.columns().stream().map(column -> column.column().type()).toList();
        RowPlaces places = new RowPlaces(files::path);
        List<RepeatedValues> repeats = new ArrayList<>();
        try {
            for (String column : columns) {
                repeats.add(new RepeatedValues(new int[] {names.indexOf(column)}, places, temporary));
            }
            read(header -> header.into(names), name -> {
                places.startFile();
                return (values, line) -> {
                    for (RepeatedValues column : repeats) {
                        column.add(values, places.pack(line));
                    }
                };
            });
            for (int i = 0; i < columns.size(); i++) {
                if (repeats.get(i).of(types).count() == 0) {
                    unique.add(columns.get(i));
                }
            }
        } finally {
            for (RepeatedValues column : repeats) {
                column.close();
            }
        }
    }

    /** Makes a handler for a file's rows. */
    @FunctionalInterface
    private interface Rows {
        RowHandler of(String file);
    }

    private void read(HeaderHandler columns, Rows rows) throws IOException {
        try (DataReader reader = new DataReader(context)) {
            for (FoundFile found : files) {
                String name = found.path();
                context.cancellation().check();
                reader.read(name, context.project().resolve(name), format, columns, rows.of(name));
            }
        }
    }
}
