package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.SearchSettings;
import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainVariant;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.HyperparameterSearch;
import io.jenkins.cd4ml.protocol.HyperparameterSearch.Trial;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.train.search.Sampler;
import io.jenkins.cd4ml.train.search.SearchSpace;
import io.jenkins.cd4ml.train.search.TpeSampler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tries settings, each in another process, judged on the validation rows or by cross-validation. With the same seed, settings and
 * data every trial is the same, and one that has ended is not run again.
 *
 * <p>Of p = {@code train.search.parallel} trials side by side, number n is chosen by what the trials up to n - p have shown; those after
 * them count as running, though some may have ended. So it does not matter which one is faster, nor how many processes the machine
 * carries at once.
 */
final class Tuning {
    private final StageContext context;
    private final TrainSettings settings;
    private final FitMemory memory;
    private final Split split;
    private final Folds folds;
    private final MetricName metric;
    private final List<Trial> trials = new ArrayList<>();
    private final List<double[]> points = new ArrayList<>();
    private final Sampler sampler;
    private final SortedSet<Integer> running = new TreeSet<>();
    private Trial bestTold;
    private int told;
    private String stopped;

    /** {@code folds} null: trials are judged on the validation rows. */
    Tuning(StageContext context, TrainSettings settings, FitMemory memory, Task task, Split split, Folds folds) {
        this.context = context;
        this.settings = settings;
        this.memory = memory;
        this.split = split;
        this.folds = folds;
        this.metric = metric(settings.search(), task);
        SearchSettings search = settings.search();
        long seed = search.seed() == null ? settings.seed() : search.seed();
        this.sampler = search.method() == SearchSettings.Method.RANDOM ? Sampler.random(seed) : new TpeSampler(seed);
        if (folds == null && split.validation().length == 0) {
            throw InputException.ofKey(
                    "train.search",
                    "there are no validation rows to judge trials on: give split.validation a share, or train.crossValidation"
                            + " folds");
        }
    }

    /** Runs all trials. */
    HyperparameterSearch run() throws IOException, InterruptedException {
        SearchSettings search = settings.search();
        long begin = System.nanoTime();
        try (TrialPool<Trial> pool = new TrialPool<>(width(), context.cancellation())) {
            while (points.size() < search.trials() && stopped == null) {
                context.cancellation().check();
                awaitUntil(points.size() + 1 - search.parallel(), pool);
                boolean late = search.timeout() != null && (System.nanoTime() - begin) / 1e9 > search.timeout();
                if (late && !points.isEmpty()) {
                    stopped = "its timeout of " + search.timeout() + " s ended it after " + points.size() + " of "
                            + search.trials() + " trials";
                    context.events().warning("the search was stopped: " + stopped);
                } else {
                    begin(pool);
                }
            }
            awaitUntil(points.size(), pool);
        }
        return new HyperparameterSearch(
                search.method().name().toLowerCase(Locale.ROOT),
                metric.id(),
                folds == null ? "validation" : "crossValidation",
                metric.higherIsBetter(),
                List.copyOf(trials),
                best().number(),
                stopped);
    }

    /** As many processes as the processors carry; the memory is asked by each fit. */
    private int width() {
        int cores = Runtime.getRuntime().availableProcessors();
        return Math.max(1, Math.min(settings.search().parallel(), cores / Math.max(1, settings.threads())));
    }

    /** The trials up to that number count from now on, whichever else may have ended. */
    private void awaitUntil(int number, TrialPool<Trial> pool) throws IOException, InterruptedException {
        while (trials.size() < number) {
            trials.add(pool.ended(trials.size() + 1));
        }
    }

    private void begin(TrialPool<Trial> pool) {
        SearchSpace space = SearchSpace.of(settings.search());
        List<Sampler.Observation> past = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            past.add(
                    i < trials.size()
                            ? new Sampler.Observation(points.get(i), loss(trials.get(i)))
                            : Sampler.Observation.running(points.get(i)));
        }
        double[] point = sampler.next(space, past);
        points.add(point);
        int number = points.size();
        Map<String, Object> tried = space.settings(point);
        StageContext within = Quiet.of(pool.within(context));
        pool.begin(() -> {
            tell(number, tried);
            Trial trial = trial(within, number, tried);
            tell(trial);
            return trial;
        });
    }

    /** The settings of the best trial; after {@link #run}. */
    TrainSettings bestSettings() {
        return TrainVariant.of(settings, best().settings());
    }

    private Trial trial(StageContext within, int number, Map<String, Object> tried)
            throws IOException, InterruptedException {
        TrainSettings variant = TrainVariant.of(settings, tried);
        try {
            if (folds != null) {
                var found = CrossValidating.run(within, memory, variant, folds);
                double seconds = found.folds().stream()
                        .mapToDouble(fold -> fold.seconds())
                        .sum();
                return found.metrics().stream()
                        .filter(summary -> summary.name().equals(metric.id()))
                        .findFirst()
                        .map(summary -> new Trial(number, tried, summary.mean(), null, seconds))
                        .orElseGet(() -> undefined(number, tried, seconds));
            }
            Sides sides = new Sides(split.train(), split.validation(), split.validation());
            FitRecord found = memory.fit(within, variant, sides);
            Double value = found.metrics().get(metric.id());
            return value == null
                    ? undefined(number, tried, found.seconds())
                    : new Trial(number, tried, value, null, found.seconds());
        } catch (InputException e) {
            return new Trial(number, tried, null, e.getMessage(), 0);
        }
    }

    private Trial undefined(int number, Map<String, Object> tried, double seconds) {
        return new Trial(number, tried, null, metric.id() + " is undefined on the rows that judge", seconds);
    }

    private void tell(int number, Map<String, Object> tried) {
        synchronized (context.events()) {
            running.add(number);
            String others = running.size() == 1
                    ? ""
                    : "; running: " + running.stream().map(String::valueOf).collect(Collectors.joining(", "));
            context.events()
                    .message("trial " + number + " of " + settings.search().trials() + " begins " + tried + others);
        }
    }

    private void tell(Trial trial) {
        synchronized (context.events()) {
            running.remove(trial.number());
            told++;
            if (bestTold == null || loss(trial) < loss(bestTold)) {
                bestTold = trial;
            }
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("trial", (double) trial.number());
            if (trial.value() != null) {
                figures.put(metric.id(), trial.value());
                figures.put("best_" + metric.id(), bestTold.value());
            }
            context.events().metrics(figures);
            context.events().progress(told, settings.search().trials(), "trials");
            context.events()
                    .message("trial " + trial.number() + " of "
                            + settings.search().trials() + " " + trial.settings() + ": "
                            + (trial.value() == null
                                    ? "failed: " + trial.problem()
                                    : String.format(Locale.ROOT, "%s %.4g", metric.id(), trial.value())));
        }
    }

    /** The first of equals. */
    private Trial best() {
        Trial best = null;
        for (Trial trial : trials) {
            if (best == null || loss(trial) < loss(best)) {
                best = trial;
            }
        }
        if (best == null || best.value() == null) {
            throw InputException.ofKey(
                    "train.search",
                    "no trial succeeded; the first one: " + trials.get(0).problem());
        }
        return best;
    }

    private double loss(Trial trial) {
        if (trial.value() == null) {
            return Double.POSITIVE_INFINITY;
        }
        return metric.higherIsBetter() ? -trial.value() : trial.value();
    }

    private static MetricName metric(SearchSettings search, Task task) {
        String name = search.metric() != null ? search.metric() : task == Task.REGRESSION ? "rmse" : "log_loss";
        return MetricName.find(name)
                .filter(found -> found.task() == task && found.scope() != MetricName.Scope.CLASS)
                .orElseThrow(() -> InputException.ofKey(
                        "train.search.metric",
                        "'" + name + "' is no metric of a " + task.label() + " as a whole; there are "
                                + MetricName.ids(task)));
    }
}
