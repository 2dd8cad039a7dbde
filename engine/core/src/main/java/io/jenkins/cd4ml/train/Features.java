package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.data.image.ImageSize;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which columns a model reads: those of {@code data.features}; without it all but the key, the target, {@code data.exclude}
 * and free text, and of images the pixels alone. Free text as a feature would be one input for nearly every row, and known again in none. Sensitive categories are
 * no features either: the model would carry them.
 */
final class Features {
    private Features() {}

    static List<String> of(DataSettings data, Table table, boolean toLearn, List<String> warnings) {
        Schema schema = table.schema();
        data.exclude().forEach(name -> require(schema, "data.exclude", name));
        data.features().forEach(name -> require(schema, "data.features", name));
        List<String> features = data.features().isEmpty() ? chosen(data, table, warnings) : listed(data, table);
        if (features.isEmpty() && toLearn) {
            throw InputException.ofKey(
                    "data.features",
                    "no column is left for the model to read: of " + schema.names()
                            + " the target, the key and the excluded ones are none of its features"
                            + (warnings.isEmpty() ? "" : "; " + String.join("; ", warnings)) + "; list some here");
        }
        return features;
    }

    private static List<String> listed(DataSettings data, Table table) {
        for (String name : data.features()) {
            if (name.equals(data.target())) {
                throw InputException.ofKey(
                        "data.features",
                        "it lists the target column " + name + ": a model must not read what it is to predict");
            }
            if (data.exclude().contains(name)) {
                throw InputException.ofKey(
                        "data.exclude", "the column " + name + " is also in data.features; keep one");
            }
            Column column = table.schema().find(name).orElseThrow();
            if (wouldBeShown(column)) {
                throw InputException.ofKey(
                        "data.features",
                        "column " + name
                                + " is sensitive, and its categories would become part of the model: leave it out,"
                                + " or give them as numbers");
            }
            if (column.type() == ColumnType.TEXT) {
                throw InputException.ofKey(
                        "data.features",
                        "column " + name + " holds free text ("
                                + distinct(table.column(name))
                                + " distinct values), which no model here reads; if they are categories, "
                                + "set data.columns." + name + ".type: category");
            }
        }
        Set<String> listed = new HashSet<>(data.features());
        return table.schema().names().stream().filter(listed::contains).toList();
    }

    private static List<String> chosen(DataSettings data, Table table, List<String> warnings) {
        List<String> chosen = new ArrayList<>();
        for (Column column : table.schema().columns()) {
            String name = column.name();
            if (name.equals(data.target())
                    || data.key().contains(name)
                    || data.exclude().contains(name)
                    || data.format() == Format.IMAGES
                            && !ImageSize.isPixel(name)
                            && column.type() != ColumnType.IMAGE) {
                continue;
            }
            if (wouldBeShown(column)) {
                warnings.add("column " + name
                        + " is sensitive, its categories would become part of the model: it is left out");
            } else if (column.type() == ColumnType.TEXT) {
                warnings.add("column " + name + " holds free text (" + distinct(table.column(name))
                        + " distinct values) and is left out; if they are categories, set data.columns." + name
                        + ".type: category");
            } else {
                chosen.add(name);
            }
        }
        return List.copyOf(chosen);
    }

    private static boolean wouldBeShown(Column column) {
        return column.sensitive() && (column.type() == ColumnType.CATEGORY || column.type() == ColumnType.TEXT);
    }

    private static int distinct(ColumnValues values) {
        Set<String> distinct = new HashSet<>();
        for (int row = 0; row < values.size(); row++) {
            if (!values.isMissing(row)) {
                distinct.add(values.text(row));
            }
        }
        return distinct.size();
    }

    private static void require(Schema schema, String key, String name) {
        if (schema.find(name).isEmpty()) {
            throw InputException.ofKey(
                    key, "it names the column " + name + ", which the data has not; its columns are " + schema.names());
        }
    }
}
