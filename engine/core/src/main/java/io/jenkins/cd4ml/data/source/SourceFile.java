package io.jenkins.cd4ml.data.source;

import java.nio.file.Path;

/**
 * A file to read.
 *
 * @param name relative to the project with {@code /}: what messages and manifests call it
 * @param path where its content is: the file itself, or an object of the store
 */
public record SourceFile(String name, Path path) {}
