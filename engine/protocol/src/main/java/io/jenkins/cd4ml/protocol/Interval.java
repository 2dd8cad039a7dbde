package io.jenkins.cd4ml.protocol;

/** A confidence interval: both bounds in the unit of the estimate, {@code confidence} in (0, 1), for instance 0.95. */
public record Interval(double lower, double upper, double confidence) {}
