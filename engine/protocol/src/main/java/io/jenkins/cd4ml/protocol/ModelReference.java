package io.jenkins.cd4ml.protocol;

/**
 * A packaged model version somewhere.
 *
 * @param model the model's name
 * @param version its number in the registry; null before it is registered
 * @param digest {@code sha256:…} of the package's checksum file: the identity of the package's content
 * @param path folder of the package, absolute or relative to the project
 */
public record ModelReference(String model, Integer version, String digest, String path) {}
