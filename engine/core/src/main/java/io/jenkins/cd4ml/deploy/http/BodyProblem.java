package io.jenkins.cd4ml.deploy.http;

/** A body that no endpoint got to see. */
public enum BodyProblem {
    /** Longer than the limit; answered with 413. */
    TOO_LONG,
    /** The caller went away, or took longer than {@code maxReqTime} of {@link LoopbackServer#JVM_OPTIONS}; nobody is left to answer. */
    UNFINISHED
}
