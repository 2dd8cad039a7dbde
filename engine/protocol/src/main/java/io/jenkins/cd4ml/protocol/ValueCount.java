package io.jenkins.cd4ml.protocol;

/** How often a value stands in a column. */
public record ValueCount(String value, long count) {}
