package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Steps of a canary with figures that are known. */
final class MeasuredSteps {
    private MeasuredSteps() {}

    static TrafficSnapshot traffic(long requests, long errors, PredictionSummary predictions) {
        return new TrafficSnapshot(requests, errors, 0, 0, 0, 0, requests - errors, 5.0, 25.0, 24.0, 26.0, predictions);
    }

    static PredictionSummary classes(long rain, long sun) {
        return new PredictionSummary(rain + sun, Map.of("rain", rain, "sun", sun), 0, 0);
    }

    static PredictionSummary numbers(int n, IntToDoubleFunction value) {
        double[] numbers = new double[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = value.applyAsDouble(i);
        }
        return PredictionSummary.ofNumbers(numbers);
    }

    /** Of live traffic whose rows can be asked again. */
    static Measurement paired(double level, PairedRows pairs) {
        PredictionSummary predictions = pairs.numbers() ? numbers(200, i -> i) : classes(60, 140);
        TrafficSnapshot both = traffic(200, 0, predictions);
        return new Measurement(10, level, both, both, List.of(List.of()), pairs, null, null);
    }

    /** Of live traffic of callers of their own. */
    static Measurement callers(double level, PredictionSummary ours, PredictionSummary theirs, LiveLabels labels) {
        return new Measurement(
                10,
                level,
                traffic(ours.rows(), 0, ours),
                traffic(theirs.rows(), 0, theirs),
                List.of(List.of()),
                null,
                null,
                labels);
    }

    /** Numbers of both and the truth, by row. */
    static PairedRows numberRows(
            int n, IntToDoubleFunction ours, IntToDoubleFunction theirs, IntToDoubleFunction truth) {
        List<PairedRows.Row> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(new PairedRows.Row(
                    Double.toString(ours.applyAsDouble(i)),
                    Double.toString(theirs.applyAsDouble(i)),
                    Double.toString(truth.applyAsDouble(i))));
        }
        return new PairedRows(true, rows, rows);
    }

    /** Rows on which both are right, only one of them, or none. */
    static PairedRows classRows(int both, int onlyOurs, int onlyTheirs, int none) {
        List<PairedRows.Row> rows = new ArrayList<>();
        add(rows, both, "rain", "rain");
        add(rows, onlyOurs, "rain", "sun");
        add(rows, onlyTheirs, "sun", "rain");
        add(rows, none, "sun", "sun");
        return new PairedRows(false, rows, rows);
    }

    private static void add(List<PairedRows.Row> rows, int n, String ours, String theirs) {
        for (int i = 0; i < n; i++) {
            rows.add(new PairedRows.Row(ours, theirs, "rain"));
        }
    }

    static TrafficBlock block(long ours, long oursFailed, long theirs, long theirsFailed) {
        return new TrafficBlock(
                0,
                new TrafficBlock.Side(ours - oursFailed, oursFailed, TrafficBlock.Side.NONE.latencies()),
                new TrafficBlock.Side(theirs - theirsFailed, theirsFailed, TrafficBlock.Side.NONE.latencies()));
    }
}
