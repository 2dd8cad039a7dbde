package io.jenkins.cd4ml.data.expectation;

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

    @Override
    Check judge(Facts facts) {
        ColumnType actual = facts.column(column).column().type();
        boolean holds = actual == type
                || type == ColumnType.BOOLEAN && facts.column(column).isTruthValues()
                || type == ColumnType.DECIMAL && actual == ColumnType.INTEGER
                || type == ColumnType.TEXT && actual == ColumnType.CATEGORY;
        String message = "column " + column + " holds " + actual.label() + " values"
                + (holds ? "" : ", " + type.label() + " values are expected");
        return check(facts, holds, null, null, "=", facts.profile().rows(), message);
    }
}
