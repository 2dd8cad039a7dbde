package io.jenkins.cd4ml.table;

import java.util.List;
import java.util.Map;

/**
 * How the texts of a data set are read: what a model's server must know to read the texts of a request as the training read those of
 * its files.
 *
 * @param missing texts that mean "no value", besides the empty one
 * @param decimal what stands before the fraction of a number
 * @param thousands what stands between groups of three digits; null: nothing
 * @param timezone the zone of timestamps that name none
 * @param texts columns whose values are left as they are, whatever they look like
 * @param dateFormats by column the pattern of its dates, where that is not ISO 8601
 */
public record Reading(
        List<String> missing,
        String decimal,
        String thousands,
        String timezone,
        List<String> texts,
        Map<String, String> dateFormats) {
    /** The engine's own notation, in which the empty text alone means "no value". */
    public static final Reading PLAIN = new Reading(List.of(), ".", null, "UTC", List.of(), Map.of());

    public Reading {
        missing = missing == null ? List.of() : List.copyOf(missing);
        decimal = decimal == null ? "." : decimal;
        timezone = timezone == null ? "UTC" : timezone;
        texts = texts == null ? List.of() : List.copyOf(texts);
        dateFormats = dateFormats == null ? Map.of() : dateFormats;
    }

    /** Throws {@link io.jenkins.cd4ml.problem.InputException} where a sign, a zone or a pattern is none. */
    public Notation notation() {
        return Notation.of(decimal, thousands, timezone, dateFormats);
    }
}
