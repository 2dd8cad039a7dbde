package io.jenkins.cd4ml.drift;

import java.util.List;

/** The sentence about one column. Of a sensitive column it says figures of the comparison alone, no value. */
final class ColumnSentence {
    /** Categories named in a sentence; the result lists up to 20. */
    private static final int NAMED = 5;

    /** A change of the share of missing values below this is not worth saying. */
    private static final double WORTH_SAYING = 0.01;

    private ColumnSentence() {}

    /** {@code adjusted}: the p-value after correction over {@code tests} columns, or NaN. */
    static String of(Judgement judgement, double adjusted, int tests, List<String> newCategories, int newCount) {
        ComparedColumn column = judgement.column();
        String subject = column.role() == Role.PREDICTION ? "the predictions" : column.name();
        StringBuilder sentence = new StringBuilder(subject);
        if (judgement.test() == null) {
            sentence.append(judgement.judged() ? " drifted: " : " not judged: ").append(judgement.reason());
        } else {
            sentence.append(verb(judgement, column)).append(": ").append(score(judgement));
            if (!Double.isNaN(adjusted) && tests > 1) {
                sentence.append(" (").append(Figures.of(adjusted)).append(" adjusted for ");
                sentence.append(tests).append(" columns)");
            }
            effect(sentence, column);
        }
        categories(sentence, column, newCategories, newCount);
        if (Math.abs(column.currentMissing() - column.referenceMissing()) >= WORTH_SAYING) {
            sentence.append("; missing in ").append(Figures.percent(column.currentMissing()));
            sentence.append(" of the rows, before in ").append(Figures.percent(column.referenceMissing()));
        }
        return sentence.toString();
    }

    private static String verb(Judgement judgement, ComparedColumn column) {
        if (column.role() == Role.PREDICTION) {
            return judgement.drifted() ? " differ from those on the reference" : " are like those on the reference";
        }
        return judgement.drifted() ? " differs from the reference" : " is like the reference";
    }

    /** {@code Kolmogorov-Smirnov p 0.012 <= 0.05}; where no test could be applied, why. */
    static String score(Judgement judgement) {
        if (judgement.test() == null) {
            return judgement.reason();
        }
        String relation = judgement.test().passes();
        if (judgement.drifted()) {
            relation = switch (relation) {
                case ">" -> "<=";
                case ">=" -> "<";
                default -> ">=";};
        }
        String what = judgement.test().title() + (judgement.hasPValue() ? " p " : " ");
        return what + Figures.of(judgement.score(), judgement.threshold()) + " " + relation + " "
                + Figures.of(judgement.threshold());
    }

    private static void effect(StringBuilder sentence, ComparedColumn column) {
        double effect = column.pair().effectSize();
        if (!Double.isFinite(effect)) {
            return;
        }
        boolean numbers = column.pair() instanceof NumberPair;
        // Cohen's words: d 0.2, 0.5, 0.8; for V with two rows 0.1, 0.3, 0.5
        String word = numbers ? word(Math.abs(effect), 0.2, 0.5, 0.8) : word(effect, 0.1, 0.3, 0.5);
        sentence.append(numbers ? ", Cohen's d " : ", Cramér's V ").append(Figures.of(effect));
        sentence.append(" (").append(word).append(')');
    }

    private static String word(double effect, double small, double medium, double large) {
        if (effect < small) {
            return "negligible";
        }
        return effect < medium ? "small" : effect < large ? "medium" : "large";
    }

    private static void categories(StringBuilder sentence, ComparedColumn column, List<String> names, int count) {
        if (count == 0) {
            return;
        }
        sentence.append("; ").append(count).append(count == 1 ? " new category" : " new categories");
        if (!column.column().sensitive()) {
            List<String> named = names.subList(0, Math.min(NAMED, names.size()));
            sentence.append(": ").append(String.join(", ", named)).append(count > named.size() ? ", …" : "");
        }
    }
}
