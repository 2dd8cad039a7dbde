package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.config.ValidateSettings.OnInconclusive;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.statistics.PowerWords;
import java.util.List;

/** The verdict in one sentence. */
final class Summary {
    private static final double LIKELY = 0.5;

    private Summary() {}

    /**
     * {@code accuracy 0.83 [0.77, 0.88] (184 rows); 2 gates}; {@code Not promoted:} and the message of the first check that failed;
     * {@code Not shown:} and that of the first one that is inconclusive.
     *
     * @param gates number of configured gates
     */
    static String of(
            Task task,
            Evaluation evaluation,
            List<Check> checks,
            int gates,
            OnInconclusive policy,
            Opponent opponent,
            Double passIfEqual) {
        long compared = checks.stream()
                .filter(check -> check.name().contains(" versus ") && check.interval() != null)
                .count();
        boolean blunt = compared > 1
                && passIfEqual != null
                && passIfEqual < LIKELY
                && checks.stream().anyMatch(Check::inconclusive);
        String rows = opponent.mostLeftOut() ? "; " + opponent.leftOut() : "";
        return of(task, evaluation, checks, gates, policy)
                + rows
                + (blunt
                        ? "; an equal model passes " + (compared == 2 ? "both" : "all " + compared)
                                + " comparisons with probability " + PowerWords.probability(passIfEqual)
                        : "");
    }

    private static String of(Task task, Evaluation evaluation, List<Check> checks, int gates, OnInconclusive policy) {
        List<Check> failed = checks.stream().filter(Check::failed).toList();
        List<Check> open = checks.stream().filter(Check::inconclusive).toList();
        if (!failed.isEmpty()) {
            return "Not promoted: " + failed.get(0).message()
                    + (failed.size() == 1 ? "" : "; " + (failed.size() - 1) + " more failed")
                    + (open.isEmpty() ? "" : "; " + open.size() + " inconclusive");
        }
        if (!open.isEmpty() && policy != OnInconclusive.PASS) {
            return "Not shown: " + open.get(0).message()
                    + (open.size() == 1 ? "" : "; " + (open.size() - 1) + " more inconclusive");
        }
        MetricName headline = task == Task.CLASSIFICATION ? MetricName.ACCURACY : MetricName.RMSE;
        Evaluation.Figure figure = evaluation.figure(MetricKey.of(headline));
        long skipped = checks.stream()
                .filter(check -> check.outcome() == Outcome.SKIPPED)
                .count();
        long weak = checks.stream()
                .filter(check ->
                        check.outcome() == Outcome.PASSED && check.message().startsWith(GateJudge.WEAK))
                .count();
        return (gates == 0 ? "No gate judged this model: " : "")
                + headline.id() + " " + Sentences.figure(figure.value(), figure.interval()) + " ("
                + Sentences.rows(evaluation.rows()) + ")"
                + (gates == 0 ? "" : gates == 1 ? "; 1 gate" : "; " + gates + " gates")
                + (weak == 0 ? "" : ", " + weak + (weak == 1 ? " weak pass" : " weak passes"))
                + (open.isEmpty()
                        ? ""
                        : ", " + count(open.size(), "check") + " accepted undecided (validate.onInconclusive: pass)")
                + (skipped == 0 ? "" : ", " + count(skipped, "check") + " skipped");
    }

    private static String count(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
