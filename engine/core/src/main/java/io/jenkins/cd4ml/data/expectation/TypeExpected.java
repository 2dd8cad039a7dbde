package io.jenkins.cd4ml.data.expectation;

import io.jenkins.cd4ml.data.ValueProblems;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.table.ColumnType;

/** A column must have a type; whole numbers will do for decimals, a category for text. */
final class TypeExpected extends Expected {
    private final String column;
    private final ColumnType type;

    TypeExpected(String name, String column, ColumnType type) {
        super(name);
        this.column = column;
        this.type = type;
    }

    /** The first value that is not of the type; nothing where every value is, or none is known. */
    private String odd(Facts facts) {
        return facts.column(column)
                .firstOdd(type)
                .map(place -> "; the first other one is " + ValueProblems.shown(place.text(), facts.isSensitive(column))
                        + " at " + place.file() + ":" + place.line())
                .orElse("");
    }

    @Override
    Check judge(Facts facts) {
        ColumnType actual = facts.column(column).column().type();
        boolean holds = actual == type
                || type == ColumnType.BOOLEAN && facts.column(column).isTruthValues()
                || type == ColumnType.DECIMAL && actual == ColumnType.INTEGER
                || type == ColumnType.TEXT && actual == ColumnType.CATEGORY;
        String message = "column " + column + " holds " + actual.label() + " values"
                + (holds ? "" : ", " + type.label() + " values are expected" + odd(facts));
        return check(facts, holds, null, null, "=", facts.profile().rows(), message);
    }
}
