package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;

/** The verdict in one sentence. */
final class Summary {
    private Summary() {}

    /**
     * {@code Passed: accuracy 0.83 [0.77, 0.88] (184 rows); 2 gates}, or {@code Not promoted:} and the message of the first
     * check that failed.
     *
     * @param gates number of configured gates
     */
    static String of(Task task, Evaluation evaluation, List<Check> checks, int gates) {
        List<Check> failed = checks.stream().filter(Check::failed).toList();
        if (!failed.isEmpty()) {
            return "Not promoted: " + failed.get(0).message()
                    + (failed.size() == 1 ? "" : "; " + (failed.size() - 1) + " more failed");
        }
        MetricName headline = task == Task.CLASSIFICATION ? MetricName.ACCURACY : MetricName.RMSE;
        Evaluation.Figure figure = evaluation.figure(MetricKey.of(headline));
        long skipped = checks.stream()
                .filter(check -> check.outcome() == Outcome.SKIPPED)
                .count();
        return headline.id() + " " + Sentences.figure(figure.value(), figure.interval()) + " ("
                + Sentences.rows(evaluation.rows()) + "); "
                + (gates == 0 ? "no gates" : gates == 1 ? "1 gate" : gates + " gates")
                + (skipped == 0 ? "" : ", " + skipped + (skipped == 1 ? " check" : " checks") + " skipped");
    }
}
