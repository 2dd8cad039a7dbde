package io.jenkins.cd4ml.statistics;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far two mixes of classes are apart: the Jensen-Shannon divergence in nats, without what chance alone adds. The plug-in estimate
 * is too large by about 1/8 sum Var(p_k - q_k) / m_k, m the mean of both (second order of the divergence at p = q), which grows with
 * the number of classes; its standard error is that of its influences, 1/2 ln(p_i / m_i) + 1/2 ln(q_j / m_j) (delta method).
 *
 * @param plain the estimate without the correction
 * @param bias what chance adds to it
 * @param error the standard error
 */
public record ClassShift(double plain, double bias, double error) {

    /** Of two answers to each row. */
    public static ClassShift paired(List<String> first, List<String> second) {
        int n = first.size();
        Map<String, Double> p = shares(counts(first));
        Map<String, Double> q = shares(counts(second));
        Map<String, double[]> moved = new HashMap<>();
        double[] influences = new double[n];
        for (int i = 0; i < n; i++) {
            String one = first.get(i);
            String other = second.get(i);
            influences[i] = influence(p, q, one) + influence(q, p, other);
            if (!one.equals(other)) {
                moved.computeIfAbsent(one, k -> new double[2])[0]++;
                moved.computeIfAbsent(other, k -> new double[2])[1]++;
            }
        }
        double bias = 0;
        for (Map.Entry<String, double[]> entry : moved.entrySet()) {
            double away = entry.getValue()[0] / n;
            double here = entry.getValue()[1] / n;
            bias += (away + here - (away - here) * (away - here)) / n / middle(p, q, entry.getKey());
        }
        return new ClassShift(divergence(p, q), bias / 8, Math.sqrt(variance(influences) / n));
    }

    /** Of answers to different rows, by class. */
    public static ClassShift independent(Map<String, Long> first, Map<String, Long> second) {
        Map<String, Double> p = shares(first);
        Map<String, Double> q = shares(second);
        double n1 = total(first.values());
        double n2 = total(second.values());
        double bias = 0;
        for (String label : both(p, q)) {
            double one = p.getOrDefault(label, 0.0);
            double other = q.getOrDefault(label, 0.0);
            bias += (one * (1 - one) / n1 + other * (1 - other) / n2) / middle(p, q, label);
        }
        double error = Math.sqrt(variance(p, q) / n1 + variance(q, p) / n2);
        return new ClassShift(divergence(p, q), bias / 8, error);
    }

    /** The Jensen-Shannon distance that is left: the root of the divergence without its bias, 0 where chance explains it. */
    public double distance() {
        return Math.sqrt(Math.max(0, plain - bias));
    }

    /** The distance so many standard errors away from the estimate. */
    public double distance(double z) {
        return Math.sqrt(Math.max(0, plain - bias + z * error));
    }

    private static double divergence(Map<String, Double> p, Map<String, Double> q) {
        return both(p, q).stream()
                .mapToDouble(label -> p.getOrDefault(label, 0.0) * influence(p, q, label)
                        + q.getOrDefault(label, 0.0) * influence(q, p, label))
                .sum();
    }

    private static double influence(Map<String, Double> of, Map<String, Double> other, String label) {
        double share = of.getOrDefault(label, 0.0);
        return share == 0 ? 0 : Math.log(share / middle(of, other, label)) / 2;
    }

    private static double middle(Map<String, Double> p, Map<String, Double> q, String label) {
        return (p.getOrDefault(label, 0.0) + q.getOrDefault(label, 0.0)) / 2;
    }

    private static double variance(Map<String, Double> of, Map<String, Double> other) {
        double mean = 0;
        double squares = 0;
        for (Map.Entry<String, Double> entry : of.entrySet()) {
            double influence = influence(of, other, entry.getKey());
            mean += entry.getValue() * influence;
            squares += entry.getValue() * influence * influence;
        }
        return Math.max(0, squares - mean * mean);
    }

    private static double variance(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / values.length;
    }

    private static TreeSet<String> both(Map<String, Double> p, Map<String, Double> q) {
        TreeSet<String> labels = new TreeSet<>(p.keySet());
        labels.addAll(q.keySet());
        return labels;
    }

    private static Map<String, Long> counts(List<String> labels) {
        Map<String, Long> counts = new TreeMap<>();
        labels.forEach(label -> counts.merge(label, 1L, Long::sum));
        return counts;
    }

    private static Map<String, Double> shares(Map<String, Long> counts) {
        double total = total(counts.values());
        Map<String, Double> shares = new TreeMap<>();
        counts.forEach((label, count) -> shares.put(label, count / total));
        return shares;
    }

    private static double total(Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
