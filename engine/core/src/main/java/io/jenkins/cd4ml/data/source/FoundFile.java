package io.jenkins.cd4ml.data.source;

/**
 * A file that was found.
 *
 * @param path relative to the project with {@code /}
 * @param stat as it was then
 */
public record FoundFile(String path, FileStat stat) {}
