package io.jenkins.cd4ml.train.search;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Chooses the next point to try; the same seed and the same past give the same point. */
public interface Sampler {
    /**
     * A point that was tried, or is being tried.
     *
     * @param loss less is better; positive infinity for a trial that failed, or has not ended
     * @param ended false while nothing is known of it
     */
    record Observation(double[] point, double loss, boolean ended) {
        public Observation(double[] point, double loss) {
            this(point, loss, true);
        }

        /** One that runs. */
        public static Observation running(double[] point) {
            return new Observation(point, Double.POSITIVE_INFINITY, false);
        }
    }

    /** The next point after these, which are in the order of the trials. */
    double[] next(SearchSpace space, List<Observation> past);

    /** Uniform over every parameter. */
    static Sampler random(long seed) {
        return (space, past) -> uniform(space, generator(seed, past.size()));
    }

    /** Each trial draws from a generator of its own, so that a search that goes on draws what it would have drawn. */
    static RandomGenerator generator(long seed, int trial) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed + 0x9e3779b97f4a7c15L * (trial + 1));
    }

    static double[] uniform(SearchSpace space, RandomGenerator random) {
        return space.parameters().stream()
                .mapToDouble(parameter -> parameter instanceof Parameter.Range range
                        ? range.settled(range.low() + random.nextDouble() * (range.high() - range.low()))
                        : random.nextInt(((Parameter.Choice) parameter).values().size()))
                .toArray();
    }
}
