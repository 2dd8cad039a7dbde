package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Step;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Traffic;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;
import java.util.Locale;

/** A canary in one sentence. */
public final class Summaries {
    private Summaries() {}

    /** {@code 300 requests, 0 errors, p95 2.1 ms, accuracy 0.83 against 0.80; not shown: p95 latency; not compared: accuracy}. */
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
        return sentence + quality(last) + open(last, Outcome.INCONCLUSIVE, "; not shown: ") + notCompared(last);
    }

    private static String quality(Step last) {
        Double own = quality(last.candidate());
        if (own == null) {
            return "";
        }
        Double other = last.champion() == null ? null : quality(last.champion());
        String name = last.candidate().accuracy() != null ? "accuracy" : "RMSE";
        return ", " + name + " " + Figures.of(own) + (other == null ? "" : " against " + Figures.of(other))
                + rows(last, name);
    }

    /** How many rows it was computed from. */
    private static String rows(Step last, String name) {
        return last.checks().stream()
                .filter(check -> check.name().toLowerCase(Locale.ROOT).endsWith(": " + name.toLowerCase(Locale.ROOT)))
                .filter(check -> check.sampleSize() != null)
                .map(check -> " on " + check.sampleSize() + (check.sampleSize() == 1 ? " row" : " rows"))
                .findFirst()
                .orElse("");
    }

    /** What there was nothing to compare with, beside a champion; a rehearsal compares no quality, and its headline says that it is one. */
    private static String notCompared(Step last) {
        boolean live = last.checks().stream().anyMatch(check -> check.group().equals("canary"));
        return live && last.champion() != null ? open(last, Outcome.SKIPPED, "; not compared: ") : "";
    }

    private static String open(Step last, Outcome outcome, String introduction) {
        List<String> names = last.checks().stream()
                .filter(check -> check.outcome() == outcome)
                .map(check -> check.name().replaceFirst("^\\d+ %: ", ""))
                .toList();
        return names.isEmpty() ? "" : introduction + String.join(", ", names);
    }

    private static Double quality(Traffic traffic) {
        return traffic.accuracy() != null ? traffic.accuracy() : traffic.rmse();
    }
}
