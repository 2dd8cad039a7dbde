package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.table.Notation;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds out from the first lines of a CSV file how it writes numbers: of the notations with a decimal comma or a thousands separator
 * the one that makes numbers of the most columns which are none otherwise, and that misreads no column of plain numbers.
 *
 * <p>A comma that is always followed by exactly three digits separates thousands. It is taken for a decimal comma only where some value
 * can be nothing else ({@code 1,5}; {@code 0,125}; {@code 1.234,567}) and the fields are not separated by commas.
 */
public final class NotationDetection {
    /** So many of a column's values must be numbers. */
    private static final double NUMBERS = 0.9;

    private static final String THREE = "[+-]?[1-9]\\d{0,2},\\d{3}";
    private static final Pattern DECIMAL_COMMA =
            Pattern.compile("[+-]?[1-9]\\d{0,2}(?:[. '\u00A0\u202F]\\d{3})+,\\d+|(?!" + THREE + "$)[+-]?\\d*,\\d+");
    private static final Pattern PLAIN_FRACTION =
            Pattern.compile("(?![+-]?[1-9]\\d{0,2}\\.\\d{3}$)[+-]?\\d*\\.\\d+(?:[eE][+-]?\\d+)?");
    private static final List<Found> CANDIDATES = List.of(
            new Found(".", ",", "every comma in a number is followed by three digits"),
            new Found(".", "'", "there is a ' before three digits in numbers"),
            new Found(".", "_", "there is a _ before three digits in numbers"),
            new Found(".", " ", "there is a blank before three digits in numbers"),
            new Found(",", null, "numbers have a comma that three digits do not always follow"),
            new Found(",", ".", "numbers have points before three digits and a comma after them"),
            new Found(",", " ", "numbers have blanks before three digits and a comma after them"),
            new Found(",", "'", "numbers have a ' before three digits and a comma after them"));

    private NotationDetection() {}

    /**
     * A notation.
     *
     * @param decimal {@code .} or {@code ,}
     * @param thousands null: groups of digits are not separated
     * @param why a few words
     */
    public record Found(String decimal, String thousands, String why) {
        private Pattern pattern() {
            return Notation.numbers(decimal.charAt(0), thousands);
        }

        /** Whether plain numbers of a column would be other ones, or none: those with a fraction, where the point is no decimal one. */
        private boolean contradicts(List<String> plain) {
            return decimal.equals(",") && plain.stream().anyMatch(PLAIN_FRACTION.asMatchPredicate());
        }

        /** Whether a comma that is to separate thousands can be nothing but a decimal one in some value: {@code 0,939}. */
        private boolean isDoubtful(List<String> values) {
            return ",".equals(thousands) && values.stream().anyMatch(DECIMAL_COMMA.asMatchPredicate());
        }
    }

    /**
     * Empty where numbers are plain, or nothing decides.
     *
     * @param missing texts that mean "no value"
     */
    public static Optional<Found> of(CsvSample sample, List<String> missing) {
        List<List<String>> columns = sample.columns(missing);
        Found best = null;
        int most = 0;
        for (Found candidate : CANDIDATES) {
            int gain = ",".equals(candidate.decimal) && sample.delimiter() == ',' ? 0 : gain(candidate, columns);
            if (gain > most) {
                best = candidate;
                most = gain;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Number of columns that are numbers in this notation alone; 0 where it cannot be the file's. */
    private static int gain(Found candidate, List<List<String>> columns) {
        Pattern numbers = candidate.pattern();
        List<List<String>> gained = new ArrayList<>();
        for (List<String> values : columns) {
            long plain = values.stream().filter(NotationDetection::isPlain).count();
            long own = values.stream()
                    .filter(value -> numbers.matcher(value).matches())
                    .count();
            boolean isPlain = plain > 0 && plain >= NUMBERS * values.size();
            if (isPlain && candidate.contradicts(values)) {
                return 0;
            }
            if (!isPlain && own > 0 && own >= NUMBERS * values.size() && !candidate.isDoubtful(values)) {
                gained.add(values);
            }
        }
        boolean comma = candidate.decimal.equals(",");
        return !comma || gained.stream().flatMap(List::stream).anyMatch(DECIMAL_COMMA.asMatchPredicate())
                ? gained.size()
                : 0;
    }

    private static boolean isPlain(String value) {
        return !Double.isNaN(ValueSyntax.number(value));
    }
}
