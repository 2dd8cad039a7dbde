package io.jenkins.cd4ml.data.suggestion;

import io.jenkins.cd4ml.data.Survey.Found;
import io.jenkins.cd4ml.data.profile.ProfiledColumn;
import io.jenkins.cd4ml.data.suggestion.ConstraintRules.Range;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.table.ColumnType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes a commented {@code cd4ml.yaml}. Values of sensitive columns are not in it. */
public final class ConfigurationText {
    /** Keys of {@code data} that are written from what was guessed. */
    private static final Set<String> GUESSED = Set.of("path", "key", "target", "task", "exclude", "columns", "expect");

    private final Found found;
    private final Guesses guesses;
    private final StringBuilder text = new StringBuilder();
    private int expectations;
    private List<Guess> gates = List.of();

    private ConfigurationText(Found found, Guesses guesses) {
        this.found = found;
        this.guesses = guesses;
    }

    /**
     * A configuration.
     *
     * @param expectations how many columns something is expected of
     * @param gates comparisons that are suggested, with what the rows can show
     */
    public record Written(String text, int expectations, List<Guess> gates) {}

    /**
     * Writes it.
     *
     * @param data settings of the section {@code data} that were found or given, {@code path} among them
     * @param told all settings that were given: the other sections among them are written as they are
     */
    public static Written of(
            String model, Map<String, Object> data, Map<String, Object> told, Found found, Guesses guesses) {
        ConfigurationText text = new ConfigurationText(found, guesses);
        text.write(model, data, told);
        return new Written(text.text.toString(), text.expectations, text.gates);
    }

    /** What was given alone, to be read before anything is known of the data. */
    public static String draft(Map<String, Object> settings) {
        return YamlText.json(settings);
    }

    /** The columns that the settings of {@code data} say are not sensitive. */
    public static Set<String> open(Map<String, Object> data) {
        Set<String> open = new LinkedHashSet<>();
        if (data.get("columns") instanceof Map<?, ?> columns) {
            columns.forEach((name, told) -> {
                if (told instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("sensitive"))) {
                    open.add(name.toString());
                }
            });
        }
        return open;
    }

    private void write(String model, Map<String, Object> data, Map<String, Object> told) {
        line(YamlText.comment(String.format(
                Locale.ROOT,
                "Written by 'cd4ml init' after a look at %s and %s in %s.",
                count(found.profile().rows(), "row"),
                count(found.profile().columns().size(), "column"),
                count(found.files(), "file"))));
        line("# What it says is guessed: change what is wrong. All keys: docs/configuration.md, or 'cd4ml schema'.");
        line("model: " + YamlText.of(model));
        text.append(SectionsText.head(told));
        line("");
        line("data:");
        line("  path: " + YamlText.json(data.get("path")));
        data.forEach((key, value) -> {
            if (!GUESSED.contains(key)) {
                line("  " + key + ": " + YamlText.json(value));
            }
        });
        guessed(data.get("task"));
        excluded(data.get("exclude"));
        columns(data.get("columns"));
        expect(data.get("expect"));
        boolean images = found.profile().columns().stream()
                .anyMatch(column -> column.column().type() == ColumnType.IMAGE);
        SectionsText.Sections sections = SectionsText.of(told, guesses, images ? "cnn" : "mlp");
        text.append(sections.text());
        gates = sections.gates();
    }

    private static String count(long count, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
    }

    private void guessed(Object task) {
        if (guesses.key().isEmpty()) {
            line("  # key: no column has another value in every row, so equal rows count as the same row");
        } else {
            String key = guesses.key().size() == 1 ? YamlText.of(guesses.key().get(0)) : YamlText.of(guesses.key());
            line("  key: " + key + "  " + why("data.key"));
        }
        if (guesses.target() == null) {
            line("  # target: no column can be learned; data is versioned all the same");
            if (task != null) {
                line("  task: " + YamlText.json(task) + "  # as told");
            }
        } else {
            line("  target: " + YamlText.of(guesses.target()) + "  " + why("data.target"));
            line("  task: " + guesses.task().name().toLowerCase(Locale.ROOT) + "  " + why("data.task"));
        }
    }

    private String why(String key) {
        return guesses.all().stream()
                .filter(guess -> guess.key().equals(key))
                .map(guess -> YamlText.comment(guess.why()))
                .findFirst()
                .orElse("# as told");
    }

    private void excluded(Object given) {
        List<?> told = given instanceof List<?> list ? list : List.of();
        if (!told.isEmpty() || !guesses.exclude().isEmpty()) {
            line("  # Columns the model does not read.");
            line("  exclude:");
            told.forEach(name -> line("    - " + YamlText.of(name.toString()) + "  # as told"));
            guesses.exclude().forEach((name, why) -> line("    - " + YamlText.of(name) + "  " + YamlText.comment(why)));
        }
    }

    private void columns(Object given) {
        Map<?, ?> declared = given instanceof Map<?, ?> map ? map : Map.of();
        Set<String> names = new LinkedHashSet<>(guesses.sensitive().keySet());
        declared.keySet().forEach(name -> names.add(name.toString()));
        if (names.isEmpty()) {
            return;
        }
        line("  # Of sensitive columns nothing but counts appears anywhere.");
        line("  columns:");
        for (String name : names) {
            List<String> marks = new ArrayList<>();
            if (declared.get(name) instanceof Map<?, ?> map && map.get("type") != null) {
                marks.add("type: " + map.get("type"));
            }
            if (declared.get(name) instanceof Map<?, ?> map && map.get("dateFormat") != null) {
                marks.add("dateFormat: " + YamlText.json(map.get("dateFormat")));
            }
            String why = guesses.sensitive().get(name);
            if (why != null) {
                marks.add("sensitive: true");
            } else if (declared.get(name) instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("sensitive"))) {
                marks.add("sensitive: false");
            }
            line("    " + YamlText.of(name) + ": {" + String.join(", ", marks) + "}"
                    + (why == null ? "" : "  " + YamlText.comment(why)));
        }
    }

    private void expect(Object given) {
        line("  # What holds today. Take out what may change without harm.");
        line("  expect:");
        if (given instanceof List<?> list) {
            list.forEach(entry -> line("    - " + YamlText.json(entry)));
        }
        for (ProfiledColumn column : found.profile().columns()) {
            List<String> parts = constraints(column);
            if (!parts.isEmpty()) {
                expectations++;
                line("    - {column: " + YamlText.of(column.column().name()) + ", " + String.join(", ", parts) + "}");
            }
        }
        if (expectations == 0) {
            line("    - {rows: {min: 1}}");
        }
    }

    private List<String> constraints(ProfiledColumn column) {
        ColumnSummary summary = column.summary();
        ColumnType type = column.column().type();
        boolean sensitive = guesses.sensitive().containsKey(summary.name());
        List<String> parts = new ArrayList<>();
        if (summary.distinct() > 0
                && type != ColumnType.TEXT
                && type != ColumnType.CATEGORY
                && type != ColumnType.IMAGE) {
            parts.add("type: " + type.label());
        }
        ConstraintRules.completeness(summary)
                .filter(share -> share > 0)
                .ifPresent(share -> parts.add("completeness: " + number(share)));
        if (found.unique().contains(summary.name()) && !type.isNumeric()
                || guesses.key().contains(summary.name()) && found.unique().contains(summary.name())) {
            parts.add("unique: true");
        }
        if (ConstraintRules.isNonNegative(summary) && !sensitive) {
            parts.add("min: 0");
        }
        boolean classes = summary.name().equals(guesses.target()) && guesses.task() == Task.CLASSIFICATION;
        if (!sensitive && (type.isCategorical() || classes)) {
            range(column).ifPresent(range -> {
                parts.add("in: " + YamlText.of(range.values()));
                if (range.mostly() < 1) {
                    parts.add("mostly: " + number(range.mostly()));
                }
            });
        }
        return parts;
    }

    private static Optional<Range> range(ProfiledColumn column) {
        return ConstraintRules.range(column.counts());
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
