package io.jenkins.cd4ml.statistics;

import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * The plain mean of independent proportions, such as the recalls of the classes, by MOVER (Zou and Donner, <i>Statistics in Medicine</i> 27,
 * 2008): the distances of the bounds from the mean are the roots of the sums of the squared distances of each one's.
 *
 * @param parts at least one
 */
public record MeanOfProportions(List<Proportion> parts) implements Bounds {
    public MeanOfProportions {
        parts = List.copyOf(parts);
    }

    /** The mean. */
    public double value() {
        return parts.stream().mapToDouble(Proportion::value).average().orElseThrow();
    }

    @Override
    public double lower(double tail) {
        return value() - reach(tail, (part, at) -> part.value() - part.lower(at));
    }

    @Override
    public double upper(double tail) {
        return value() + reach(tail, (part, at) -> part.upper(at) - part.value());
    }

    private double reach(double tail, ToDoubleBiFunction<Proportion, Double> ofPart) {
        double sum = 0;
        for (Proportion part : parts) {
            sum += Math.pow(ofPart.applyAsDouble(part, tail), 2);
        }
        return Math.sqrt(sum) / parts.size();
    }
}
