package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.data.source.Labels;
import io.jenkins.cd4ml.data.source.RequestLog;
import io.jenkins.cd4ml.data.source.SourceFile;
import io.jenkins.cd4ml.deploy.server.ServedLogs;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/** How often two versions were right for callers of their own, as far as labels were sent back while they served. */
record LiveLabels(Side candidate, Side champion) {

    /**
     * One version's labelled answers.
     *
     * @param rows answers with a label
     * @param right those that equal it; of numbers this says nothing
     */
    record Side(long rows, long right) {}

    /** From the environment's request log and feedback log; null where nobody has sent a label. */
    static LiveLabels read(StageContext context, String candidate, String champion) throws IOException {
        ServedLogs logs = ServedLogs.ofEnvironment(context);
        Labels labels = logs.labels();
        if (labels.isEmpty()) {
            return null;
        }
        long[] rows = new long[2];
        long[] right = new long[2];
        for (SourceFile file : logs.requestFiles()) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()))) {
                new RequestLog(List.of(), Set.of()).read(file.name(), in, (values, logged, line) -> {
                    boolean ofCandidate = candidate.equals(logged.version());
                    String truth = ofCandidate || champion.equals(logged.version()) ? truth(labels, logged) : null;
                    if (truth != null) {
                        rows[ofCandidate ? 0 : 1]++;
                        right[ofCandidate ? 0 : 1] += truth.equals(logged.prediction()) ? 1 : 0;
                    }
                });
            }
        }
        return new LiveLabels(new Side(rows[0], right[0]), new Side(rows[1], right[1]));
    }

    private static String truth(Labels labels, RequestLog.Logged logged) {
        return logged.id() == null || logged.prediction() == null ? null : labels.of(logged.id(), logged.index());
    }
}
