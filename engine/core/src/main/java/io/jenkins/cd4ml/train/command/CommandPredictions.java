package io.jenkins.cd4ml.train.command;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.jenkins.cd4ml.model.ClassNames;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers by the rows' keys: {@code predictions.csv} as docs/command-trainer.md says. */
record CommandPredictions(List<String> classes, Map<Long, double[]> answers) {
    /** The column that says which row is meant. */
    static final String ROW = "cd4ml_row";

    private static final String PREDICTION = "prediction";
    private static final String PROBABILITY = "probability_";
    private static final double TOLERANCE = 1e-3;

    /** How a row is called. */
    static String name(long key) {
        return String.format("%016x", key);
    }

    /**
     * Reads the file, and checks every number in it.
     *
     * @param labels class by what the program may call it instead
     */
    static CommandPredictions read(Path file, List<String> classes, Map<String, String> labels) throws IOException {
        List<String> columns = classes.isEmpty()
                ? List.of(PREDICTION)
                : classes.stream().map(PROBABILITY::concat).toList();
        Map<String, String> others = new HashMap<>();
        labels.forEach((label, word) ->
                ClassNames.find(classes, word).ifPresent(name -> others.put(PROBABILITY + name, PROBABILITY + label)));
        Map<Long, double[]> answers = new HashMap<>();
        try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord line : lines) {
                long at = line.getStartingLineNumber();
                long key = key(line.findField(ROW).orElse(null), at);
                double[] values = new double[columns.size()];
                double sum = 0;
                for (int i = 0; i < values.length; i++) {
                    String column = columns.get(i);
                    boolean other = others.containsKey(column)
                            && line.findField(column).isEmpty()
                            && line.findField(others.get(column)).isPresent();
                    values[i] = number(line, other ? others.get(column) : column, at);
                    sum += values[i];
                }
                if (!classes.isEmpty()) {
                    requireProbabilities(values, sum, at);
                }
                answers.put(key, values);
            }
        } catch (CsvParseException | UncheckedIOException e) {
            throw wrong("it is no CSV: " + e.getMessage());
        }
        return new CommandPredictions(classes, answers);
    }

    /** The answers to rows of a table with those keys. */
    Predictions of(long[] keys, int[] rows) {
        double[][] all = new double[rows.length][];
        int missing = 0;
        for (int i = 0; i < rows.length; i++) {
            all[i] = answers.get(keys[rows[i]]);
            missing += all[i] == null ? 1 : 0;
        }
        if (missing > 0) {
            throw wrong("it lacks " + missing + " of the " + rows.length
                    + " rows that are asked for; answer every row of predict.csv");
        }
        return new Predictions(classes, all);
    }

    private static long key(String text, long line) {
        try {
            return Long.parseUnsignedLong(text == null ? "" : text, 16);
        } catch (NumberFormatException e) {
            throw wrong("line " + line + " has no " + ROW + " of predict.csv");
        }
    }

    private static double number(NamedCsvRecord line, String column, long at) {
        String text = line.findField(column)
                .orElseThrow(() -> wrong("line " + at + " lacks the column " + column + "; the columns are " + ROW
                        + " and " + (column.equals(PREDICTION) ? PREDICTION : PROBABILITY + "<class> for each class")));
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as of infinities
        }
        throw wrong("line " + at + " has no finite number as " + column);
    }

    private static void requireProbabilities(double[] values, double sum, long line) {
        for (double value : values) {
            if (value < 0 || value > 1) {
                throw wrong("line " + line + " has the probability " + value + ", not between 0 and 1");
            }
        }
        if (Math.abs(sum - 1) > TOLERANCE) {
            throw wrong("the probabilities of line " + line + " add up to " + (float) sum + ", not 1");
        }
    }

    private static InputException wrong(String why) {
        return InputException.ofKey("train.command", "the program's " + CommandModel.PREDICTIONS + ": " + why);
    }
}
