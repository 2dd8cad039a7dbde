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

    /** Of a choice: how often each value occurred, and one observation more spread over all of them. */
    final class Frequencies implements Density {
        private final double[] shares;

        Frequencies(int values, double[] observations) {
            shares = new double[values];
            for (int i = 0; i < values; i++) {
                shares[i] = 1.0 / values / (observations.length + 1);
            }
            for (double observation : observations) {
                shares[(int) observation] += 1.0 / (observations.length + 1);
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
