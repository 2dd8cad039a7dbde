package io.jenkins.cd4ml.table;

/** A column's name and type; a sensitive one shows counts only, wherever it appears. */
public record Column(String name, ColumnType type, boolean sensitive) {}
