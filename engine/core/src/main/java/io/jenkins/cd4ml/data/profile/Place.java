package io.jenkins.cd4ml.data.profile;

/**
 * Where a value stands.
 *
 * @param row its row's number in the data set, from 0
 */
public record Place(String file, long line, long row, String text) {}
