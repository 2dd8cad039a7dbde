package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.data.source.Labels;
import io.jenkins.cd4ml.data.source.RequestLog;
import io.jenkins.cd4ml.data.source.SourceFile;
import io.jenkins.cd4ml.deploy.server.ServedLogs;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.statistics.SquaredErrors;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How right two versions were for callers of their own, as far as labels were sent back for what they answered in a canary. */
record LiveLabels(Side candidate, Side champion) {
    /** A log that is full is packed beside and removed, which may happen between listing and reading. */
    private static final int READINGS = 3;

    /** One version's labelled answers. A request that a caller sent twice, because it got no answer, counts once. */
    static final class Side {
        private final Set<String> counted = new HashSet<>();
        private final SquaredErrors errors = new SquaredErrors();
        private long rows;
        private long right;

        /** Adds an answer and its label; of numbers one that is none says nothing. */
        void add(String id, int index, String prediction, String truth) {
            if (!counted.add(index + " " + id)) {
                return;
            }
            rows++;
            right += truth.equals(prediction) ? 1 : 0;
            try {
                double error = Double.parseDouble(prediction) - Double.parseDouble(truth);
                if (Double.isFinite(error)) {
                    errors.add(error);
                }
            } catch (NumberFormatException e) {
                // a class
            }
        }

        /** Answers with a label. */
        long rows() {
            return rows;
        }

        /** Those that equal it. */
        long right() {
            return right;
        }

        /** Of those where both are numbers. */
        SquaredErrors errors() {
            return errors;
        }
    }

    /**
     * From the environment's request log and feedback log; null where nobody has sent a label.
     *
     * @param since answers from then on count: in the same time both had callers of the same kind
     */
    static LiveLabels read(StageContext context, String candidate, String champion, Instant since) throws IOException {
        for (int reading = 1; ; reading++) {
            try {
                return readOnce(ServedLogs.ofEnvironment(context), candidate, champion, since);
            } catch (NoSuchFileException e) {
                if (reading == READINGS) {
                    throw e;
                }
            }
        }
    }

    private static LiveLabels readOnce(ServedLogs logs, String candidate, String champion, Instant since)
            throws IOException {
        Labels labels = logs.labels(since);
        if (labels.isEmpty()) {
            return null;
        }
        Side ours = new Side();
        Side theirs = new Side();
        for (SourceFile file : logs.requestFiles(since)) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()))) {
                new RequestLog(List.of(), Set.of()).read(file.name(), in, (values, logged, line) -> {
                    boolean ofCandidate = candidate.equals(logged.version());
                    if ((ofCandidate || champion.equals(logged.version())) && answered(logged, since)) {
                        String truth = labels.of(logged.id(), logged.index());
                        if (truth != null) {
                            (ofCandidate ? ours : theirs).add(logged.id(), logged.index(), logged.prediction(), truth);
                        }
                    }
                });
            }
        }
        return new LiveLabels(ours, theirs);
    }

    private static boolean answered(RequestLog.Logged logged, Instant since) {
        try {
            return logged.id() != null
                    && logged.prediction() != null
                    && logged.time() != null
                    && !Instant.parse(logged.time()).isBefore(since);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
