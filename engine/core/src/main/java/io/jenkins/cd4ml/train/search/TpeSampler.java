package io.jenkins.cd4ml.train.search;

import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio, Kégl: Algorithms for Hyper-Parameter Optimization, NIPS 2011): after
 * {@value #STARTUP} random points the best tenth of the past (25 points at most) and the others are each described by a density, and of
 * {@value #CANDIDATES} draws from the former the one with the largest ratio of the two is tried. Each parameter is treated by itself.
 * The numbers of startup points and candidates and the share of the best are those of Optuna's {@code TPESampler}. Points that are still
 * being tried count among the others (Optuna's {@code constant_liar}), so that trials side by side do not crowd one place.
 */
public record TpeSampler(long seed) implements Sampler {
    static final int STARTUP = 10;
    static final int CANDIDATES = 24;
    private static final int MOST_BEST = 25;

    @Override
    public double[] next(SearchSpace space, List<Observation> past) {
        RandomGenerator random = Sampler.generator(seed, past.size());
        if (past.stream().filter(Observation::ended).count() < STARTUP) {
            return Sampler.uniform(space, random);
        }
        int count = Math.min((int) Math.ceil(past.size() / 10.0), MOST_BEST);
        Set<Observation> best = past.stream()
                .sorted(Comparator.comparingDouble(Observation::loss))
                .limit(count)
                .collect(Collectors.toCollection(() -> Collections.newSetFromMap(new IdentityHashMap<>())));
        double[] point = new double[space.parameters().size()];
        for (int i = 0; i < point.length; i++) {
            Parameter parameter = space.parameters().get(i);
            point[i] = better(
                    Density.of(parameter, coordinates(past, best::contains, i)),
                    Density.of(parameter, coordinates(past, observation -> !best.contains(observation), i)),
                    random);
        }
        return point;
    }

    private static double better(Density good, Density rest, RandomGenerator random) {
        double chosen = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < CANDIDATES; i++) {
            double candidate = good.draw(random);
            double ratio = good.logDensity(candidate) - rest.logDensity(candidate);
            if (ratio > largest) {
                largest = ratio;
                chosen = candidate;
            }
        }
        return chosen;
    }

    /** In the order of the trials. */
    private static double[] coordinates(List<Observation> past, Predicate<Observation> wanted, int parameter) {
        return past.stream()
                .filter(wanted)
                .mapToDouble(observation -> observation.point()[parameter])
                .toArray();
    }
}
