package io.jenkins.plugins.cd4ml.metrics;

import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Queue;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** Canaries that take traffic at this moment: those of builds that run now, found by their executors. */
final class RunningCanaries {
    private RunningCanaries() {}

    static void add(Exposition page) {
        Map<String, Long> byJob = new TreeMap<>();
        for (Computer computer : Jenkins.get().getComputers()) {
            Stream.concat(computer.getExecutors().stream(), computer.getOneOffExecutors().stream())
                    .map(Executor::getCurrentExecutable)
                    .filter(Run.class::isInstance)
                    .map(Queue.Executable.class::cast)
                    .distinct()
                    .forEach(running -> {
                        Run<?, ?> build = (Run<?, ?>) running;
                        long canaries = build.getActions(StageAction.class).stream()
                                .filter(action -> action.stage() == Stage.DEPLOY_CANARY && action.isRunning())
                                .count();
                        byJob.merge(build.getParent().getFullName(), canaries, Long::sum);
                    });
        }
        page.gauge(
                "cd4ml_canaries_running",
                "Canaries that take traffic now.",
                Map.of(),
                byJob.values().stream().mapToLong(Long::longValue).sum());
        byJob.forEach((job, canaries) -> {
            if (canaries > 0) {
                page.gauge(
                        "cd4ml_canary_running",
                        "Canaries of the job that take traffic now; no sample where there is none.",
                        Map.of("job_name", job),
                        canaries);
            }
        });
    }
}
