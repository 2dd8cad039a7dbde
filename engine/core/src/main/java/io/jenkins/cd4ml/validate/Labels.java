package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.NearestName;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.model.ClassNames;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.Excerpt;
import io.jenkins.cd4ml.problem.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes of a task, in the order of their indexes.
 *
 * @param names as they stand in the data; empty for regression
 * @param shown as people may see them: the names, or {@code value 1}, {@code value 2}, … where the target is sensitive
 * @param positive index of the class that precision, recall, F1 and ROC AUC of a binary task speak of; 0 otherwise
 */
record Labels(List<String> names, List<String> shown, int positive) {
    private static final int MOST_NAMED = 20;

    static final Labels NONE = new Labels(List.of(), List.of(), 0);

    /**
     * The classes of a classification.
     *
     * @param counts rows of each class in the whole data set: the rarer of two is the positive one, the later one of equals
     * @param positive the configured positive class; null: the rarer one
     */
    static Labels of(List<String> names, boolean sensitive, long[] counts, String positive) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            shown.add(sensitive ? "value " + (i + 1) : names.get(i));
        }
        Labels labels = new Labels(List.copyOf(names), List.copyOf(shown), 0);
        if (positive == null) {
            int rarer = names.size() == 2 && counts[1] <= counts[0] ? 1 : 0;
            return new Labels(labels.names, labels.shown, rarer);
        }
        if (names.size() != 2) {
            throw InputException.ofKey(
                    "validate.positive",
                    "a positive class belongs to a task with two classes, and this one has " + names.size()
                            + "; remove it and name a class in the gate instead");
        }
        return new Labels(labels.names, labels.shown, labels.index(positive, "validate.positive"));
    }

    boolean binary() {
        return names.size() == 2;
    }

    /** Index of the class of that name; {@code key} is where the configuration names it. */
    int index(String name, String key) {
        int index = ClassNames.find(names, name).map(names::indexOf).orElse(-1);
        if (index < 0) {
            throw InputException.ofKey(key, sensitive() ? "the target has no such class" : unknown(name));
        }
        return index;
    }

    /** What people read for a key's class; null where it speaks of the whole. */
    String shown(MetricKey key) {
        if (key.label() != null) {
            return shown.get(key.label());
        }
        return key.name().scope() == MetricName.Scope.CLASS ? shown.get(positive) : null;
    }

    /**
     * Probabilities in the order of these classes; a class that the model does not know has probability 0.
     *
     * @throws IllegalArgumentException where the model knows a class that is none of these
     */
    double[][] align(Predictions predictions) {
        Map<String, Integer> index = new HashMap<>();
        names.forEach(name -> index.put(name, index.size()));
        double[][] aligned = new double[predictions.rows()][names.size()];
        for (int c = 0; c < predictions.classes().size(); c++) {
            Integer to = index.get(predictions.classes().get(c));
            if (to == null) {
                throw new IllegalArgumentException("a class that the data have not");
            }
            for (int row = 0; row < aligned.length; row++) {
                aligned[row][to] = predictions.values()[row][c];
            }
        }
        return aligned;
    }

    /**
     * Fails where a model answers with a class that is none of these.
     *
     * @param source file of the model; null: the run's, which is known to fit
     */
    void requireKnown(Predictions predictions, String source) {
        for (String answered : predictions.classes()) {
            if (source != null && !names.contains(answered)) {
                String shownClass = Excerpt.of(answered, 60);
                throw new InputException(source + " predicts "
                        + (sensitive() ? "a class" : "the class '" + shownClass.replaceAll("\\p{Cntrl}", "?") + "'")
                        + ", which the data do not have"
                        + (sensitive()
                                ? ""
                                : "; theirs are "
                                        + String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size()))))
                        + ": list all classes in validate.model.classes where the rows lack one");
            }
        }
    }

    private boolean sensitive() {
        return !names.equals(shown);
    }

    private String unknown(String name) {
        List<String> named = names.size() <= MOST_NAMED ? names : names.subList(0, MOST_NAMED);
        String hint = NearestName.of(name, names)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("; the classes are " + String.join(", ", named) + (named == names ? "" : ", …"));
        return "no class is called '" + name + "'" + hint;
    }
}
