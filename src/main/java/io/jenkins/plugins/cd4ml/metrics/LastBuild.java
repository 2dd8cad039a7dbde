package io.jenkins.plugins.cd4ml.metrics;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.cd4ml.results.RunNames;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is exposed of a job: the last of its builds that ran a stage.
 *
 * @param started milliseconds since 1970
 * @param success whether it ended with success
 */
record LastBuild(int number, long started, long millis, boolean success, List<StageFigures> stages) {

    /**
     * One stage of that build.
     *
     * @param which of several of a kind; empty for the only one
     */
    record StageFigures(
            String stage,
            String which,
            @CheckForNull String model,
            @CheckForNull Integer version,
            @CheckForNull String verdict,
            int passed,
            int failed,
            int inconclusive,
            int skipped,
            long millis,
            Map<String, Double> metrics,
            Map<String, Double> thresholds) {

        private static StageFigures of(StageAction action) {
            String which = RunNames.which(action);
            return new StageFigures(
                    action.getStep(),
                    which == null ? "" : which,
                    action.getModel(),
                    action.getVersion(),
                    action.getVerdict(),
                    action.getPassedChecks(),
                    action.getFailedChecks(),
                    action.getInconclusiveChecks(),
                    action.getSkippedChecks(),
                    action.getMillis(),
                    new TreeMap<>(action.getMetrics()),
                    new TreeMap<>(action.getBounds().getThresholds()));
        }
    }

    static LastBuild of(Run<?, ?> build) {
        return new LastBuild(
                build.getNumber(),
                build.getStartTimeInMillis(),
                build.getDuration(),
                build.getResult() == Result.SUCCESS,
                build.getActions(StageAction.class).stream()
                        .map(StageFigures::of)
                        .toList());
    }
}
