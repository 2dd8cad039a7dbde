package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.statistics.Bounds;
import io.jenkins.cd4ml.statistics.Normal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * The expected calibration error without the part that chance adds, and its bounds. Over bins, mean probability and share of hits differ even where
 * the model is calibrated: the plain error is biased upwards (Kumar, Liang, Ma 2019; Roelofs et al. 2022). Here hits are drawn again, as the
 * probabilities say they fall (consistency resampling: Bröcker and Smith, <i>Weather and Forecasting</i> 22, 2007; Vaicenavicius et al. 2019), for
 * models whose gaps are k times the observed ones, k = 0 being the calibrated model. The estimate is the error of the model whose drawn errors are
 * on average the observed one; a bound at tail a is the error of the model that exceeds, or stays below, the observed error with probability a. So the
 * estimate lies within its bounds, and the lower one is 0 wherever calibration is not refuted.
 */
final class CalibrationBounds implements Bounds {
    private static final int DRAWS = 1000;

    /** Bins with more rows draw from the normal distribution. */
    private static final int FEW = 60;

    /** So many draws beyond it make a quantile; beyond that the normal distribution takes over. */
    private static final double BEYOND = 10;

    /** The gaps are estimates too, which the draws do not know: half of the tail is left for that. */
    private static final double CERTAIN = 0.5;

    private final double[] gaps;
    private final double[] calibrated;
    private final double[] observed;
    private final double[][] noise;
    private final double[] weights;
    private final double spread;
    private final double rows;
    private final double plain;
    private final double direction;
    private final double value;

    /**
     * Of bins.
     *
     * @param bins with their rows
     * @param designEffect by which the variance of hits is larger than that of independent rows
     */
    CalibrationBounds(Reliability.Sums bins, double designEffect, long seed) {
        int n = bins.gap().length;
        this.calibrated = new double[n];
        this.observed = new double[n];
        this.noise = new double[DRAWS][n];
        SplittableRandom random = new SplittableRandom(seed);
        double total = 0;
        for (int b = 0; b < n; b++) {
            double[] scores = bins.scores()[b];
            double variance = 0;
            for (double score : scores) {
                variance += score * (1.0 - score);
            }
            double share = (bins.hits()[b] + 1.0) / (scores.length + 2.0);
            calibrated[b] = designEffect * variance;
            observed[b] = designEffect * scores.length * share * (1 - share);
            total += scores.length;
            for (int draw = 0; draw < DRAWS; draw++) {
                noise[draw][b] = scores.length > FEW || variance < 1e-9
                        ? random.nextGaussian()
                        : drawn(scores, random) / Math.sqrt(variance);
            }
        }
        this.rows = total;
        double error = Arrays.stream(bins.gap()).map(Math::abs).sum();
        this.plain = error / total;
        // without any gap the bins' noise stands for its direction
        this.gaps = error > 1e-9 * total
                ? bins.gap()
                : Arrays.stream(observed).map(Math::sqrt).toArray();
        double squares = 0;
        for (int b = 0; b < n; b++) {
            int inBin = bins.scores()[b].length;
            squares += inBin == 0 ? 0 : gaps[b] * gaps[b] / inBin / total;
        }
        this.direction = Arrays.stream(gaps).map(Math::abs).sum() / total;
        this.spread = Math.sqrt(Math.max(0, squares - direction * direction) * designEffect / total);
        this.weights = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            weights[draw] = random.nextGaussian();
        }
        this.value = scaled(times -> Arrays.stream(errors(times)).average().orElseThrow());
    }

    /** The error without what chance adds to it. */
    double value() {
        return value;
    }

    @Override
    public double lower(double tail) {
        return Math.min(value, scaled(times -> quantile(errors(times), 1 - tail * CERTAIN)));
    }

    @Override
    public double upper(double tail) {
        return Math.min(1, Math.max(value, scaled(times -> quantile(errors(times), tail * CERTAIN))));
    }

    /** The error of the model of which this is the observed error; 0 where that is so, or too large, for a calibrated one. */
    private double scaled(DoubleUnaryOperator statistic) {
        if (statistic.applyAsDouble(0) >= plain) {
            return 0;
        }
        double low = 0;
        double high = 1;
        while (statistic.applyAsDouble(high) < plain && high * direction < 1) {
            high *= 2;
        }
        for (int i = 0; i < 25; i++) {
            double middle = (low + high) / 2;
            if (statistic.applyAsDouble(middle) < plain) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2 * direction;
    }

    private double[] errors(double times) {
        double[] errors = new double[DRAWS];
        double mix = Math.min(1, times);
        for (int draw = 0; draw < DRAWS; draw++) {
            // other rows would fall into the bins in other numbers
            errors[draw] = times * spread * weights[draw];
        }
        for (int b = 0; b < gaps.length; b++) {
            double sd = Math.sqrt((1 - mix) * calibrated[b] + mix * observed[b]);
            for (int draw = 0; draw < DRAWS; draw++) {
                errors[draw] += Math.abs(times * gaps[b] + noise[draw][b] * sd) / rows;
            }
        }
        return errors;
    }

    private static double quantile(double[] errors, double share) {
        double inner = Math.min(1 - BEYOND / DRAWS, Math.max(BEYOND / DRAWS, share));
        Arrays.sort(errors);
        double position = inner * (errors.length - 1);
        int below = (int) position;
        double at =
                errors[below] + (position - below) * (errors[Math.min(below + 1, errors.length - 1)] - errors[below]);
        if (inner == share) {
            return at;
        }
        double mean = Arrays.stream(errors).average().orElseThrow();
        return Math.max(0, mean + (at - mean) * Normal.z(1 - share) / Normal.z(1 - inner));
    }

    private static double drawn(double[] scores, SplittableRandom random) {
        double sum = 0;
        for (double score : scores) {
            sum += score - (random.nextDouble() < score ? 1 : 0);
        }
        return sum;
    }
}
