package io.jenkins.cd4ml.data.source;

/**
 * Where the columns of a file go.
 *
 * @param positions for each column of the file its place in a row; -1: it is not wanted
 * @param width number of values in a row
 */
public record Arrangement(int[] positions, int width) {}
