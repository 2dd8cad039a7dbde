package io.jenkins.cd4ml.packaging.foreign;

import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.packaging.foreign.ForeignQuestion.Answered;
import io.jenkins.cd4ml.problem.InputException;
import java.util.List;
import java.util.TreeSet;

/** Answers of one shape: a number for each class, in one order; of a regression one number. */
final class AnswerTable {
    private final ForeignQuestion question;
    private final Answered answered;
    private final boolean single;
    private final double[][] values;

    /** @param single whether the file answers with 32-bit floats */
    AnswerTable(ForeignQuestion question, List<ForeignAnswer.Row> rows, boolean single) {
        this.question = question;
        this.single = single;
        this.answered = answered(rows);
        this.values = new double[rows.size()][Math.max(1, answered.classes().size())];
        for (int row = 0; row < values.length; row++) {
            fill(rows.get(row), values[row]);
        }
        if (question.task() == Task.CLASSIFICATION) {
            LabelAgreement.require(question, answered.classes(), rows, values);
        }
    }

    Answered answered() {
        return answered;
    }

    Predictions predictions() {
        return new Predictions(answered.classes(), values, answered.labelsOnly(), single);
    }

    private Answered answered(List<ForeignAnswer.Row> rows) {
        if (question.task() == Task.REGRESSION || rows.isEmpty()) {
            return new Answered(List.of(), false);
        }
        ForeignAnswer.Row first = rows.get(0);
        if (first.scores() != null) {
            return new Answered(ofTensor(first.scores().length), false);
        }
        TreeSet<String> classes = new TreeSet<>(question.classes());
        for (ForeignAnswer.Row row : rows) {
            if (row.byClass() != null) {
                classes.addAll(row.byClass().keySet());
            } else {
                classes.add(row.label());
            }
        }
        return new Answered(List.copyOf(classes), first.label() != null);
    }

    private List<String> ofTensor(int width) {
        int classes = question.classes().size();
        if (classes == 0) {
            throw new InputException(question.name() + " answers with a plain tensor of " + width
                    + (width == 1 ? " number" : " numbers")
                    + " a row, which does not say its classes: list them in order in validate.model.classes");
        }
        if (classes != width && !(width == 1 && classes == 2)) {
            throw new InputException(question.name() + " answers with " + width + " numbers a row, and"
                    + " validate.model.classes lists " + classes + " classes");
        }
        return question.classes();
    }

    private void fill(ForeignAnswer.Row row, double[] into) {
        List<String> classes = answered.classes();
        if (question.task() == Task.REGRESSION) {
            if (row.scores() == null || row.scores().length != 1) {
                throw new InputException(question.name() + " answers a row with more than one number: name the output"
                        + " with the predicted number in validate.model.output");
            }
            into[0] = row.scores()[0];
        } else if (row.scores() != null && row.scores().length == 1) {
            // one number of a binary classifier: the probability of the second class
            into[1] = row.scores()[0];
            into[0] = single ? 1 - (float) into[1] : 1 - into[1];
        } else if (row.scores() != null) {
            System.arraycopy(row.scores(), 0, into, 0, into.length);
        } else if (row.byClass() != null) {
            row.byClass().forEach((label, score) -> into[classes.indexOf(label)] = score);
        } else {
            into[classes.indexOf(row.label())] = 1;
        }
    }
}
