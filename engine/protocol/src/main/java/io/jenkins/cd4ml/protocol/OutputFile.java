package io.jenkins.cd4ml.protocol;

/**
 * A file that a stage wrote.
 *
 * @param role what it is: {@code manifest}, {@code profile}, {@code model}, {@code junit}, {@code package}, {@code card}, {@code log}
 * @param path relative to the project's folder, with {@code /}
 * @param sha256 lower-case hex
 * @param bytes its size
 */
public record OutputFile(String role, String path, String sha256, long bytes) {}
