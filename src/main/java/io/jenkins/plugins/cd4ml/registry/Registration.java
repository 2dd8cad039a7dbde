package io.jenkins.plugins.cd4ml.registry;

/**
 * What is to become a version.
 *
 * @param digest {@code sha256:…} of the package; one that is a version already stays that version
 * @param archive the package's archive in {@link ModelRegistry#incoming}
 */
public record Registration(
        String model,
        String digest,
        ModelVersion.Lineage lineage,
        ModelVersion.Evaluation evaluation,
        IncomingArchive archive) {}
