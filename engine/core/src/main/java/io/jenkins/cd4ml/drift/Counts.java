package io.jenkins.cd4ml.drift;

/** Rows of both sides over the same bins or categories; each occurs on one side at least. */
record Counts(long[] reference, long[] current) {}
