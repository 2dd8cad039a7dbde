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

/**
 * Tries settings one after the other, each in a process of its own, judged on the validation rows or by cross-validation. With the same
 * seed, settings and data every trial is the same, and one that has ended is not run again.
 */
final class Tuning {
    private final StageContext context;
    private final TrainSettings settings;
    private final FitMemory memory;
    private final Split split;
    private final Folds folds;
    private final MetricName metric;
    private final List<Trial> trials = new ArrayList<>();
    private final List<Sampler.Observation> past = new ArrayList<>();

    /** {@code folds} null: trials are judged on the validation rows. */
    Tuning(StageContext context, TrainSettings settings, FitMemory memory, Task task, Split split, Folds folds) {
        this.context = context;
        this.settings = settings;
        this.memory = memory;
        this.split = split;
        this.folds = folds;
        this.metric = metric(settings.search(), task);
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
        long seed = search.seed() == null ? settings.seed() : search.seed();
        Sampler sampler = search.method() == SearchSettings.Method.RANDOM ? Sampler.random(seed) : new TpeSampler(seed);
        SearchSpace space = SearchSpace.of(search);
        long begin = System.nanoTime();
        String stopped = null;
        while (trials.size() < search.trials() && stopped == null) {
            context.cancellation().check();
            double[] point = sampler.next(space, past);
            Trial trial = trial(trials.size() + 1, space.settings(point));
            trials.add(trial);
            past.add(new Sampler.Observation(point, loss(trial)));
            tell(trial);
            boolean late = search.timeout() != null && (System.nanoTime() - begin) / 1e9 > search.timeout();
            if (late && trials.size() < search.trials()) {
                stopped = "its timeout of " + search.timeout() + " s ended it after " + trials.size() + " of "
                        + search.trials() + " trials";
                context.events().warning("the search was stopped: " + stopped);
            }
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

    /** The settings of the best trial; after {@link #run}. */
    TrainSettings bestSettings() {
        return TrainVariant.of(settings, best().settings());
    }

    private Trial trial(int number, Map<String, Object> tried) throws IOException, InterruptedException {
        TrainSettings variant = TrainVariant.of(settings, tried);
        try {
            if (folds != null) {
                var found = CrossValidating.run(Quiet.of(context), memory, variant, folds);
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
            FitRecord found = memory.fit(Quiet.of(context), variant, sides);
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

    private void tell(Trial trial) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("trial", (double) trial.number());
        if (trial.value() != null) {
            figures.put(metric.id(), trial.value());
            figures.put("best_" + metric.id(), best().value());
        }
        context.events().metrics(figures);
        context.events().progress(trial.number(), settings.search().trials(), "trials");
        context.events()
                .message("trial " + trial.number() + " of " + settings.search().trials() + " " + trial.settings() + ": "
                        + (trial.value() == null
                                ? "failed: " + trial.problem()
                                : String.format(Locale.ROOT, "%s %.4g", metric.id(), trial.value())));
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
            String first = trials.isEmpty() ? "none ran" : trials.get(0).problem();
            if (trials.size() >= settings.search().trials()) {
                throw InputException.ofKey("train.search", "no trial succeeded; the first one: " + first);
            }
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
