package io.jenkins.cd4ml.statistics;

/** The wider one of two bounds on either side, where neither method covers everywhere. */
public record Wider(Bounds first, Bounds second) implements Bounds {

    @Override
    public double lower(double tail) {
        return Math.min(first.lower(tail), second.lower(tail));
    }

    @Override
    public double upper(double tail) {
        return Math.max(first.upper(tail), second.upper(tail));
    }
}
