package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Step;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Traffic;
import java.util.List;

/** A canary in one sentence. */
public final class Summaries {
    private Summaries() {}

    /** {@code 300 requests, 0 errors, p95 2.1 ms, accuracy 0.83 against 0.80}. */
    public static String of(List<Step> steps) {
        long requests = 0;
        long errors = 0;
        for (Step step : steps) {
            requests += step.candidate().requests();
            errors += step.candidate().errors();
        }
        Step last = steps.get(steps.size() - 1);
        String sentence = requests + " requests, " + errors + (errors == 1 ? " error" : " errors") + ", p95 "
                + Figures.millis(last.candidate().p95Millis());
        Double own = quality(last.candidate());
        if (own == null) {
            return sentence;
        }
        Double other = last.champion() == null ? null : quality(last.champion());
        String name = last.candidate().accuracy() != null ? "accuracy" : "RMSE";
        return sentence + ", " + name + " " + Figures.of(own) + (other == null ? "" : " against " + Figures.of(other));
    }

    private static Double quality(Traffic traffic) {
        return traffic.accuracy() != null ? traffic.accuracy() : traffic.rmse();
    }
}
