package io.jenkins.cd4ml.protocol;

import java.util.List;
import java.util.Map;

/**
 * How well the same settings did when each part of the rows was judged once by a model that the others trained. The rows of the test
 * split take no part.
 *
 * @param method {@code random}, {@code stratified}, {@code group} or {@code time}
 * @param column of the group or of the time; null for the others
 * @param metrics over the folds
 */
public record CrossValidation(String method, String column, List<Fold> folds, List<Summary> metrics) {

    /**
     * One fold.
     *
     * @param fold from 1
     * @param trainRows that trained; {@code validationRows} that chose the epoch; {@code rows} that were judged
     * @param metrics on the judged rows, by name; one that these rows cannot tell is not there
     */
    public record Fold(
            int fold, long trainRows, long validationRows, long rows, Map<String, Double> metrics, double seconds) {}

    /**
     * One metric over the folds.
     *
     * @param mean of the folds that have it
     * @param sd sample standard deviation; null with fewer than two
     * @param interval of the mean, by Student's t, cut at the metric's range; null with fewer than two. Folds share training rows, so it is too narrow rather
     *     than too wide
     * @param folds that have it
     */
    public record Summary(String name, double mean, Double sd, Interval interval, int folds) {}
}
