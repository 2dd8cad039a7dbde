package io.jenkins.cd4ml.data.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.data.DataJson;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.problem.JsonMistake;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The profile of a data set.
 *
 * @param version the data version it describes
 * @param columns in file order
 */
public record Profile(String version, long rows, List<ProfiledColumn> columns) {

    /** Of so many columns a result shows histograms, quantiles and frequent values; of those after them the other figures. */
    public static final int MOST_SHOWN_WHOLE = 1_000;

    public List<ColumnSummary> summaries() {
        return columns.stream().map(ProfiledColumn::summary).toList();
    }

    /** The same as a result carries them: with {@link #MOST_SHOWN_WHOLE} of them whole. */
    public List<ColumnSummary> shown() {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> {
                    ColumnSummary summary = columns.get(i).summary();
                    return i < MOST_SHOWN_WHOLE ? summary : summary.brief();
                })
                .toList();
    }

    public Optional<ProfiledColumn> find(String name) {
        return columns.stream()
                .filter(column -> column.column().name().equals(name))
                .findFirst();
    }

    /**
     * The profile of this data set's rows and the other's together; columns that only one of them has are left out.
     *
     * @param mergedVersion identity of the data together
     */
    public Profile mergedWith(Profile other, String mergedVersion) {
        Map<String, ProfiledColumn> others = new HashMap<>();
        other.columns.forEach(column -> others.putIfAbsent(column.column().name(), column));
        List<ProfiledColumn> merged = new ArrayList<>();
        for (ProfiledColumn column : columns) {
            ProfiledColumn same = others.get(column.column().name());
            if (same != null) {
                merged.add(column.mergedWith(same));
            }
        }
        return new Profile(mergedVersion, rows + other.rows, merged);
    }

    /** Writes {@code profile.json}, whole or not at all. */
    public void write(Path path) throws IOException {
        DataJson.writeCompact(
                path,
                new ProfileJson(
                        ProfileJson.FORMAT,
                        version,
                        rows,
                        columns.stream().map(ProfiledColumn::toJson).toList()));
    }

    /**
     * Reads {@code profile.json}.
     *
     * @throws InputException when it is not there, damaged or of another format
     */
    public static Profile read(Path path) throws IOException {
        try {
            ProfileJson json = DataJson.read(path, ProfileJson.class);
            if (json.format() != ProfileJson.FORMAT) {
                throw new InputException("the profile " + path + " has format " + json.format() + ", this engine reads "
                        + ProfileJson.FORMAT + ": run versionData again");
            }
            json.requireComplete();
            ProfileRoom room = ProfileRoom.of(json.columns().size());
            return new Profile(
                    json.version(),
                    json.rows(),
                    json.columns().stream()
                            .map(column -> ProfiledColumn.of(column, room))
                            .toList());
        } catch (NoSuchFileException e) {
            throw new InputException("there is no profile at " + path + ": run versionData first");
        } catch (JsonProcessingException e) {
            throw new InputException(
                    "the profile " + path + " is damaged (" + JsonMistake.of(e) + "): run versionData again");
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InputException("the profile " + path + " is damaged: run versionData again");
        }
    }
}
