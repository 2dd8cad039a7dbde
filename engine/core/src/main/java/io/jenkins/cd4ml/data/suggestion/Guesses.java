package io.jenkins.cd4ml.data.suggestion;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.data.Survey.Found;
import io.jenkins.cd4ml.data.profile.ProfiledColumn;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.Histogram;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.table.ColumnType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the columns of a data set most likely are. Settings that are given are taken as they are.
 *
 * @param key empty: the whole row identifies itself
 * @param target null where no column can be learned
 * @param exclude columns that a model can learn nothing from, or should not, with the reason
 * @param sensitive columns with personal data, with the reason
 * @param time null where no column tells when a row was made
 * @param majority share of the most frequent class; NaN for a regression
 * @param rare the rarest class; null where it is not known, or may not be named
 * @param labelled rows that have a value of the target
 */
public record Guesses(
        List<String> key,
        String target,
        Task task,
        Map<String, String> exclude,
        Map<String, String> sensitive,
        TimeSplit time,
        double majority,
        RareClass rare,
        long labelled,
        List<Guess> all) {
    private static final int MOST_CLASSES_OF_NUMBERS = 20;
    private static final int MOST_CLASSES = 1000;
    /** What programs call the numbers of rows, also where some rows were left out since. */
    private static final String ROW_NUMBER = "(?i)unnamed: ?\\d+|index|row(_?(nr|no|num|number|names?))?";
    /** With fewer rows anything may look like their numbers. */
    private static final int LEAST_ROWS = 20;
    /** So few different values in a hundred rows are no persons'. */
    private static final int FEW_VALUES = 10;
    /** A column of texts with more classes than a share of the rows identifies rather than classifies. */
    private static final double MOST_CLASSES_A_ROW = 0.5;

    /**
     * The rarest class.
     *
     * @param share of the rows that have a class
     * @param only whether there are two classes, of which it is the positive one: it need not be named
     */
    public record RareClass(String label, double share, boolean only) {}

    /** The last days of training and validation rows. */
    public record TimeSplit(String column, LocalDate train, LocalDate validation) {}

    /**
     * Guesses from what was seen.
     *
     * @param open columns that are told not to be sensitive
     * @param split whether the split is to be guessed
     */
    public static Guesses of(Found found, DataSettings given, Set<String> open, boolean split) {
        return new Guesser(found, given, open, split).guesses();
    }

    private static final class Guesser {
        private final Found found;
        private final DataSettings given;
        private final Set<String> open;
        private final boolean splitToo;
        private final Map<String, ColumnSummary> columns = new LinkedHashMap<>();
        private final List<Guess> guesses = new ArrayList<>();
        private final Map<String, String> sensitive = new LinkedHashMap<>();

        Guesser(Found found, DataSettings given, Set<String> open, boolean split) {
            this.found = found;
            this.given = given;
            this.open = open;
            this.splitToo = split;
            found.profile().summaries().forEach(column -> columns.put(column.name(), column));
        }

        Guesses guesses() {
            columns.values().forEach(this::lookPersonal);
            List<String> key = given.key().isEmpty() ? key() : given.key();
            String target = given.target() == null ? target(key) : given.target();
            Task task = target == null ? null : task(target);
            TimeSplit time = time(target);
            Map<String, String> exclude = exclude(key, target, time);
            double majority = task == Task.CLASSIFICATION ? majority(target) : Double.NaN;
            return new Guesses(
                    key,
                    target,
                    task,
                    exclude,
                    sensitive,
                    splitToo ? time : null,
                    majority,
                    rare(target, task),
                    target == null ? 0 : present(target),
                    guesses);
        }

        private long present(String target) {
            return columns.get(target).count() - columns.get(target).missing();
        }

        /** Known only where every class is among the most frequent values that a profile keeps. */
        private RareClass rare(String target, Task task) {
            if (task != Task.CLASSIFICATION) {
                return null;
            }
            List<ValueCount> top = columns.get(target).top();
            boolean all = top.size() >= 2 && columns.get(target).distinct() == top.size();
            boolean two = top.size() == 2;
            if (!all || sensitive.containsKey(target) && !two) {
                return null;
            }
            ValueCount rarest = top.get(top.size() - 1);
            return new RareClass(rarest.value(), (double) rarest.count() / present(target), two);
        }

        private void lookPersonal(ColumnSummary column) {
            if (open.contains(column.name())) {
                return;
            }
            long present = column.count() - column.missing();
            double distinctness = present == 0 ? 0 : (double) column.distinct() / present;
            boolean declared = given.columns().containsKey(column.name())
                    && given.columns().get(column.name()).sensitive();
            String why = declared
                    ? "as told"
                    : found.personal().contains(column.name())
                            ? "its values look like personal data"
                            : mayBePersonal(column, present) && PersonalNames.matches(column.name(), distinctness)
                                    ? "its name says personal data"
                                    : null;
            if (why != null) {
                sensitive.put(column.name(), why);
                guess("data.columns." + column.name() + ".sensitive", "true", why);
            }
        }

        /** What is the same for many rows, or measured, is no one's. */
        private static boolean mayBePersonal(ColumnSummary column, long present) {
            ColumnType type = ColumnType.ofLabel(column.type());
            boolean few = column.distinct() <= FEW_VALUES && present >= FEW_VALUES * FEW_VALUES
                    || column.distinct() == 2 && present > 2;
            return present > 0 && type != ColumnType.DECIMAL && type != ColumnType.BOOLEAN && !few;
        }

        private List<String> key() {
            for (int attempt = 0; attempt < 4; attempt++) {
                for (Map.Entry<String, ColumnSummary> column : columns.entrySet()) {
                    if (found.unique().contains(column.getKey()) && isKey(column.getValue(), attempt)) {
                        guess("data.key", column.getKey(), "it has another value in every row");
                        return List.of(column.getKey());
                    }
                }
            }
            return List.of();
        }

        /** By name first, then by being a point in time, then by counting rows, then by being a word. */
        private boolean isKey(ColumnSummary column, int attempt) {
            ColumnType type = ColumnType.ofLabel(column.type());
            return switch (attempt) {
                case 0 -> column.name().matches("(?i)(.*[^a-z])?(id|key|uuid|guid)")
                        || column.name().matches(".*[a-z](Id|ID)");
                case 1 -> type.isTemporal();
                case 2 -> type == ColumnType.INTEGER
                        && column.maximum() != null
                        && (column.name().matches(ROW_NUMBER)
                                || column.maximum()
                                                .subtract(column.minimum())
                                                .compareTo(BigDecimal.valueOf(column.count() - 1))
                                        == 0);
                default -> type.isCategorical()
                        && column.count() > 1
                        && !sensitive.containsKey(column.name())
                        && isWord(column);
            };
        }

        private boolean isWord(ColumnSummary column) {
            List<ValueCount> values =
                    found.profile().find(column.name()).orElseThrow().counts();
            return !values.isEmpty()
                    && values.stream().noneMatch(value -> value.value().indexOf(' ') >= 0);
        }

        private String target(List<String> key) {
            List<String> learnable = columns.values().stream()
                    .filter(column -> !key.contains(column.name()) && !sensitive.containsKey(column.name()))
                    .filter(column -> !given.exclude().contains(column.name()))
                    .filter(this::isLearnable)
                    .map(ColumnSummary::name)
                    .toList();
            Optional<String> named = TargetNames.named(learnable, found.twins());
            String last = last(learnable);
            String target = named.orElse(last);
            if (target != null) {
                guess("data.target", target, named.isPresent() ? "by its name" : "the last column that can be learned");
            }
            return target;
        }

        /** The last one that is no measure and no other's twin, where there is any. */
        private String last(List<String> learnable) {
            Optional<String> likely = learnable.stream()
                    .filter(name ->
                            !TargetNames.isMeasure(name) && !found.twins().containsKey(name))
                    .reduce((first, last) -> last);
            return likely.orElse(learnable.isEmpty() ? null : learnable.get(learnable.size() - 1));
        }

        private boolean isLearnable(ColumnSummary column) {
            ColumnType type = ColumnType.ofLabel(column.type());
            boolean learnable = type.isNumeric() || type.isCategorical() && type != ColumnType.TEXT;
            return learnable && column.distinct() >= 2 && !TargetNames.isNoTarget(column.name()) && !isCode(column);
        }

        /** Whether its values identify something: texts with leading zeros, hardly a text twice, or the numbers of the rows. */
        private boolean isCode(ColumnSummary column) {
            ColumnType type = ColumnType.ofLabel(column.type());
            long present = column.count() - column.missing();
            if (type.isCategorical()) {
                return found.profile().find(column.name()).orElseThrow().isCode()
                        || column.distinct() > 2 && column.distinct() > MOST_CLASSES_A_ROW * present;
            }
            return found.unique().contains(column.name()) && isKey(column, 2);
        }

        private Task task(String target) {
            if (given.task() != null) {
                return given.task();
            }
            ColumnSummary column = columns.get(target);
            ColumnType type = ColumnType.ofLabel(column.type());
            boolean classes = type.isCategorical() && column.distinct() <= MOST_CLASSES
                    || type == ColumnType.INTEGER && column.distinct() <= MOST_CLASSES_OF_NUMBERS
                    || type == ColumnType.DECIMAL
                            && column.distinct() == 2
                            && isWhole(column.minimum())
                            && isWhole(column.maximum());
            String values = column.distinct() + " different " + (type.isNumeric() ? "numbers" : "values");
            guess("data.task", classes ? "classification" : "regression", values);
            return classes ? Task.CLASSIFICATION : Task.REGRESSION;
        }

        private static boolean isWhole(BigDecimal number) {
            return number != null && number.stripTrailingZeros().scale() <= 0;
        }

        private double majority(String target) {
            List<ValueCount> top = columns.get(target).top();
            long present = columns.get(target).count() - columns.get(target).missing();
            return top.isEmpty() || present == 0
                    ? Double.NaN
                    : (double) top.get(0).count() / present;
        }

        private TimeSplit time(String target) {
            for (ColumnSummary column : columns.values()) {
                boolean temporal = ColumnType.ofLabel(column.type()).isTemporal();
                boolean whole =
                        column.missing() == 0 && column.distinct() >= 10 && !sensitive.containsKey(column.name());
                if (target != null && temporal && whole) {
                    TimeSplit split =
                            new TimeSplit(column.name(), day(column.histogram(), 0.7), day(column.histogram(), 0.85));
                    if (split.train().isBefore(split.validation())
                            && split.validation().toEpochDay()
                                    < Math.floor(column.maximum().doubleValue())) {
                        if (splitToo) {
                            guess("split.by", column.name(), "it tells when a row was made: the latest rows judge");
                        }
                        return split;
                    }
                }
            }
            return null;
        }

        /** The day before which about that share of the rows lies. */
        private static LocalDate day(Histogram histogram, double share) {
            long total = histogram.counts().stream().mapToLong(Long::longValue).sum();
            double wanted = share * total;
            long before = 0;
            int bin = 0;
            while (before + histogram.counts().get(bin) < wanted) {
                before += histogram.counts().get(bin++);
            }
            double from = histogram.edges().get(bin);
            double width = histogram.edges().get(bin + 1) - from;
            double within = (wanted - before) / Math.max(1, histogram.counts().get(bin));
            return LocalDate.ofEpochDay((long) Math.floor(from + width * within));
        }

        private Map<String, String> exclude(List<String> key, String target, TimeSplit time) {
            Map<String, String> exclude = new LinkedHashMap<>();
            Set<String> taken = new LinkedHashSet<>(key);
            taken.add(target);
            taken.addAll(given.exclude());
            for (ProfiledColumn column : found.profile().columns()) {
                String name = column.column().name();
                ColumnSummary summary = columns.get(name);
                String why = summary.distinct() == 0
                        ? "no value in any row"
                        : summary.distinct() == 1
                                ? "the same value everywhere"
                                : column.column().type() == ColumnType.TEXT
                                        ? "free text"
                                        : sensitive.containsKey(name)
                                                ? "personal data"
                                                : time != null && time.column().equals(name)
                                                        ? "tells when, not what"
                                                        : other(summary, target);
                if (why != null && !taken.contains(name)) {
                    exclude.put(name, why);
                    guess("data.exclude", name, why);
                }
            }
            return exclude;
        }

        /** Why a column that has another value in every row, or says what the target says, is nothing to learn from; null: it may be. */
        private String other(ColumnSummary column, String target) {
            if (target != null
                    && found.twins().getOrDefault(column.name(), List.of()).contains(target)) {
                return "says the same as the target";
            }
            if (!found.unique().contains(column.name()) || column.count() < LEAST_ROWS) {
                return null;
            }
            return isKey(column, 2) ? "numbers the rows" : isKey(column, 0) ? "identifies a row" : null;
        }

        private void guess(String key, String value, String why) {
            guesses.add(new Guess(key, value, why));
        }
    }
}
