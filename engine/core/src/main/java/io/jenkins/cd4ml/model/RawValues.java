package io.jenkins.cd4ml.model;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Notation;
import io.jenkins.cd4ml.table.Reading;
import java.util.Set;

/**
 * The texts of a request, read as the training read the texts of its files: before {@link RowCodec} makes elements of them. Numbers
 * and truth values of JSON are what they are.
 */
public final class RawValues {
    private final Set<String> missing;
    private final Set<String> texts;
    private final Notation notation;

    public RawValues(Reading reading) {
        this.missing = Set.copyOf(reading.missing());
        this.texts = Set.copyOf(reading.texts());
        this.notation = reading.notation();
    }

    /** The raw value that the codec takes: null for a text that means "no value", others in the engine's notation. */
    public Object of(Column column, Object raw) {
        if (!(raw instanceof CharSequence)) {
            return raw;
        }
        String text = raw.toString().strip();
        if (text.isEmpty() || missing.contains(text)) {
            return null;
        }
        if (texts.contains(column.name())) {
            return text;
        }
        try {
            return notation.plain(column.name(), text);
        } catch (Notation.MisreadException e) {
            throw new InputException("column " + column.name() + ": " + e.getMessage());
        }
    }
}
