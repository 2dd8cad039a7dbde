package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.statistics.TwoByTwo;
import java.util.ArrayList;
import java.util.List;

/** Blocks of time that are large enough to compare the two versions in each: neighbours are joined, never across steps. */
final class Strata {
    /** Requests that each version has in a stratum. */
    private static final int FEWEST = 20;

    private Strata() {}

    /** Of several steps. */
    static List<TrafficBlock> of(List<List<TrafficBlock>> steps) {
        List<TrafficBlock> strata = new ArrayList<>();
        steps.forEach(step -> add(step, strata));
        return strata;
    }

    private static void add(List<TrafficBlock> step, List<TrafficBlock> strata) {
        int before = strata.size();
        TrafficBlock open = null;
        for (TrafficBlock block : step) {
            open = open == null ? block : open.plus(block);
            if (Math.min(open.candidate().asked(), open.champion().asked()) >= FEWEST) {
                strata.add(open);
                open = null;
            }
        }
        if (open != null) {
            if (strata.size() > before) {
                strata.set(strata.size() - 1, strata.get(strata.size() - 1).plus(open));
            } else {
                strata.add(open);
            }
        }
    }

    /** Errors by stratum, the candidate's first. */
    static List<TwoByTwo> errors(List<TrafficBlock> strata) {
        return strata.stream()
                .map(s -> new TwoByTwo(
                        s.candidate().errors(),
                        s.candidate().asked(),
                        s.champion().errors(),
                        s.champion().asked()))
                .toList();
    }

    /** Without the strata in which both together have more than three times the median rate. */
    static List<TwoByTwo> quiet(List<TwoByTwo> strata) {
        double[] rates = strata.stream().mapToDouble(Strata::rate).sorted().toArray();
        double median = rates.length == 0 ? 0 : rates[rates.length / 2];
        return strata.stream().filter(s -> rate(s) <= 3 * median).toList();
    }

    private static double rate(TwoByTwo s) {
        return (double) (s.events1() + s.events2()) / Math.max(1, s.rows1() + s.rows2());
    }
}
