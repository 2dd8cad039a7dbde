package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.config.DataSettings.ColumnSettings;
import io.jenkins.cd4ml.data.profile.ColumnProfile;
import io.jenkins.cd4ml.data.profile.ProfileRoom;
import io.jenkins.cd4ml.data.profile.ProfiledColumn;
import io.jenkins.cd4ml.data.profile.TypeInference;
import io.jenkins.cd4ml.data.source.Arrangement;
import io.jenkins.cd4ml.data.source.Header;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Profiles the rows of files that have the same columns, the first file's order being that of all. */
final class RowProfiler {
    private final Map<String, ColumnSettings> settings;
    private final String target;
    private final List<ColumnProfile> profiles = new ArrayList<>();
    private final Set<String> texts = new HashSet<>();
    private Header first;
    private long rows;

    RowProfiler(DataSettings settings) {
        this(settings.columns(), settings.target());
    }

    /** @param target the column whose truth values are classes; null: none */
    RowProfiler(Map<String, ColumnSettings> settings, String target) {
        this.settings = settings;
        this.target = target;
    }

    /** Takes a file's header; throws {@link InputException} where its columns are not those of the first file. */
    Arrangement arrange(Header header) {
        if (first == null) {
            first = header;
            ProfileRoom room = ProfileRoom.of(header.names().size());
            header.names().forEach(name -> profiles.add(profile(header, name, room)));
        }
        texts.addAll(header.texts());
        return header.into(first);
    }

    private ColumnProfile profile(Header header, String name, ProfileRoom room) {
        boolean decimal = declared(name) == null && header.decimals().contains(name);
        ColumnProfile profile = new ColumnProfile(decimal ? ColumnType.DECIMAL : declared(name), room);
        if (header.texts().contains(name)) {
            profile.makeTextual();
        }
        return profile;
    }

    /** Takes a row; throws {@link InputException} where a value is not of its column's declared type. */
    void row(String file, String[] values, long line) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                profiles.get(i).addMissing();
            } else if (!profiles.get(i).add(values[i], file, line, rows)) {
                throw mismatch(i, file, line, values[i]);
            }
        }
        rows++;
    }

    /**
     * Takes the values of one column; several threads may, each with columns of its own. The rows are counted by {@link #count}.
     */
    void column(int column, RowBatch batch) {
        profiles.get(column).add(batch.column(column), row -> batch.place(column, row));
    }

    private InputException mismatch(int column, String file, long line, String value) {
        String name = first.names().get(column);
        return ValueProblems.mismatch(file, line, new Column(name, declared(name), isSensitive(name)), value);
    }

    /** Counts rows that were given by columns. */
    void count(int more) {
        rows += more;
    }

    /** The first file's header; null before there was one. */
    Header header() {
        return first;
    }

    long rows() {
        return rows;
    }

    /** What is odd about columns, in their order; only after {@link #columns()}. */
    List<TypeInference.Odd> oddOnes() {
        List<TypeInference.Odd> odd = new ArrayList<>();
        for (int i = 0; i < profiles.size(); i++) {
            String name = first.names().get(i);
            TypeInference.odd(name, isSensitive(name), profiles.get(i)).ifPresent(odd::add);
        }
        return odd;
    }

    /** The same; throws {@link InputException} where there are odd values among others, too. */
    List<ProfiledColumn> evenColumns() {
        List<ProfiledColumn> columns = columns();
        oddOnes().stream().findFirst().ifPresent(odd -> {
            throw odd.problem();
        });
        return columns;
    }

    /** The columns with their types; throws {@link InputException} where there are no rows. */
    List<ProfiledColumn> columns() {
        if (rows == 0) {
            throw InputException.at(
                    first.file(), first.line() + 1, null, "there is no row of data, here or in any other of the files");
        }
        List<ProfiledColumn> columns = new ArrayList<>();
        for (int i = 0; i < profiles.size(); i++) {
            String name = first.names().get(i);
            if (texts.contains(name)) {
                // Also where a later file is the first to know that they are texts.
                profiles.get(i).makeTextual();
            }
            Column column = TypeInference.infer(name, isSensitive(name), profiles.get(i));
            boolean words = name.equals(target) && column.type() == ColumnType.BOOLEAN;
            // Classes keep their words: what is called yes in the data is not reported as true.
            Column kept = words ? new Column(name, ColumnType.CATEGORY, column.sensitive()) : column;
            columns.add(new ProfiledColumn(kept, profiles.get(i)));
        }
        return columns;
    }

    private ColumnType declared(String name) {
        ColumnSettings column = settings.get(name);
        return column == null ? null : column.type();
    }

    private boolean isSensitive(String name) {
        ColumnSettings column = settings.get(name);
        return column != null && column.sensitive();
    }
}
