package io.jenkins.cd4ml.protocol.registry;

/**
 * What the registry that holds the truth says of a version that a canary has proposed: the caller of {@code deployCanary} with {@code
 * registry: PROPOSE} writes it to {@code .cd4ml/deploy/<environment>/}{@value #FILE}, beside and renamed, and the router that serves
 * there goes by it.
 *
 * @param run whose canary it was
 * @param promoted whether the version is the environment's champion now
 * @param reason one sentence; null where the decision says it all
 */
public record Decision(String run, boolean promoted, String reason) {
    /** The file's name. */
    public static final String FILE = "decision.json";
}
