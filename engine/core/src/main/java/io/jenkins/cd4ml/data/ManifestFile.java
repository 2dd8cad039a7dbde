package io.jenkins.cd4ml.data;

/**
 * One file of a data version.
 *
 * @param path relative to the project, with {@code /}
 * @param bytes its size
 * @param sha256 lower-case hex
 * @param rows data rows in it
 */
public record ManifestFile(String path, long bytes, String sha256, long rows) {}
