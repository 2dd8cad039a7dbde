package io.jenkins.cd4ml.leak;

import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** What a leak is, what it does, and what would be right. */
final class LeakSentences {
    static final String NO_KEY =
            "data.key is not set, so a row is known by its whole content: a corrected value makes it another row, which may change sides"
                    + " and which neither the comparison with the champion nor the count of judgements on these rows recognises;"
                    + " name the columns that identify a row, or accept this with validate.leaks.noKey: off";

    private LeakSentences() {}

    static String copies(RowCopies found, String target) {
        String figures = count(found.repeated(), "of the " + judged(found.rows()))
                + (found.repeated() == 1 ? " equals a row" : " equal rows")
                + " that training knew, in all features and in " + target;
        if (!found.suspected()) {
            return figures
                    + (found.repeated() == 0
                            ? ""
                            : expected(found) + ", so chance explains most of them, or they are too few to matter");
        }
        return figures + expected(found)
                + (found.certain()
                        ? ""
                        : "; they may be a small world of values that come again, as " + percent(found.agreement())
                                + " of rows with equal features have an equal " + target)
                + ". A model that remembers rows is right about them: set data.key to what identifies the original of a copy, or split.group,"
                + " so that copies stay on one side";
    }

    private static String expected(RowCopies found) {
        return " (" + percent(found.share()) + "; by chance about "
                + (found.expected() < 0.5 ? "none" : String.format(Locale.ROOT, "%,.0f", found.expected())) + ")";
    }

    static String alone(FeatureScore best, List<String> all, String target) {
        return "column " + best.column() + " alone gives " + target + " (" + best.measure() + " " + figure(best.value())
                + ")"
                + (all.size() == 1 ? "" : ", and so do " + (all.size() - 1) + " more")
                + ": it is probably known only together with the answer; list it in data.exclude, or, where it is known before,"
                + " accept it with validate.leaks.feature: warn";
    }

    static String best(FeatureScore best, String target) {
        return best.column() + " says most of " + target + " alone, " + best.measure() + " " + figure(best.value());
    }

    static String key(KeyFeature found, int all) {
        String more = all == 1 ? "" : ", and " + (all - 1) + " more do";
        if (found.configured()) {
            return "the model reads data.key " + found.column() + more
                    + ": a key names a row and describes nothing; leave it out of the features";
        }
        return "the model reads " + found.column() + ", which names rows" + more + ": it "
                + (found.certain()
                        ? "predicts (" + found.score().measure() + " "
                                + figure(found.score().value())
                                + "), as where rows are sorted by their answer, and no later row will have such a number"
                        : "describes nothing")
                + "; make it data.key, or list it in data.exclude";
    }

    static String groups(SharedGroups found, String target, boolean byTime) {
        return "column " + found.column() + " has " + String.format(Locale.ROOT, "%,d", found.groups())
                + " values with several rows each, whose " + target + " agrees more than chance has it ("
                + figure(found.likeness()) + " on a scale from 0 to 1), and training knew the group of "
                + percent(found.judgedShare())
                + " of the judged rows: a model that recognises a group is right about it."
                + (byTime
                        ? " Where the model is to serve groups that it has not seen, split by group instead"
                        : " If it names persons or things, set split.group: " + found.column());
    }

    static String dates(Column column, ColumnValues.Dates days) {
        long[] sorted = LongStream.of(days.epochDays())
                .filter(day -> day != ColumnValues.Dates.MISSING)
                .sorted()
                .toArray();
        String right = "";
        if (sorted.length > 0 && !column.sensitive()) {
            LocalDate train = LocalDate.ofEpochDay(sorted[(int) (0.7 * (sorted.length - 1))]);
            LocalDate validation = LocalDate.ofEpochDay(sorted[(int) (0.85 * (sorted.length - 1))]);
            right = ", train: \".." + train + "\", validation: \"" + train.plusDays(1) + ".." + validation
                    + "\", test: \"" + validation.plusDays(1) + "..\"";
        }
        return "the rows have dates (" + column.name()
                + "), and the split is at random: the model was trained on days after those it is judged on,"
                + " which it will not have in use. Where rows come in over time, use split: {by: " + column.name()
                + right + "}";
    }

    private static String count(int some, String of) {
        return (some == 0 ? "none" : String.format(Locale.ROOT, "%,d", some)) + " " + of;
    }

    private static String judged(int rows) {
        return String.format(Locale.ROOT, "%,d judged rows", rows);
    }

    private static String percent(double share) {
        return share > 0 && share < 0.01 ? "less than 1 %" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    /** Three digits, rounded towards zero: what is not perfect is not shown so. */
    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", Math.floor(value * 1000) / 1000);
    }
}
