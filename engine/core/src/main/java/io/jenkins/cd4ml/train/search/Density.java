package io.jenkins.cd4ml.train.search;

import java.util.random.RandomGenerator;

/** Where observations of one parameter lie. */
interface Density {

    double draw(RandomGenerator random);

    double logDensity(double coordinate);

    static Density of(Parameter parameter, double[] observations) {
        return parameter instanceof Parameter.Range range
                ? new ParzenWindows(range, observations)
                : new Frequencies(((Parameter.Choice) parameter).values().size(), observations);
    }

    /**
     * Of a choice: each observation is a distribution that gives its own value 1 and every value 1 over the number of distributions, and
     * one more is uniform; weighted by {@link Weights}. Few observations leave every value a fair chance.
     */
    final class Frequencies implements Density {
        private final double[] shares;

        Frequencies(int values, double[] observations) {
            double[] weights = Weights.of(observations.length);
            double spread = 1 / (observations.length + 1.0);
            double sum = 1 + values * spread;
            shares = new double[values];
            for (int i = 0; i < values; i++) {
                double prior = weights[observations.length];
                shares[i] = prior / values + (1 - prior) * spread / sum;
            }
            for (int i = 0; i < observations.length; i++) {
                shares[(int) observations[i]] += weights[i] / sum;
            }
        }

        @Override
        public double draw(RandomGenerator random) {
            double place = random.nextDouble();
            int value = 0;
            while (value < shares.length - 1 && place >= shares[value]) {
                place -= shares[value++];
            }
            return value;
        }

        @Override
        public double logDensity(double coordinate) {
            return Math.log(shares[(int) coordinate]);
        }
    }
}
