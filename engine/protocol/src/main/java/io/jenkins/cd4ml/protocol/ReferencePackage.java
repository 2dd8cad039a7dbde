package io.jenkins.cd4ml.protocol;

/**
 * A version besides the champion that gates compare with, brought along by a caller that keeps the registry.
 *
 * @param versus what {@code versus} of a gate names: {@code best}, or a version's number
 * @param metric {@code best}: the metric it is the best in, as names of checks begin: {@code recall for malignant}; null: in each metric
 *     that no other reference names. Null for a fixed version
 * @param model the version; a stage opens only the package of its digest
 */
public record ReferencePackage(String versus, String metric, ModelReference model) {}
