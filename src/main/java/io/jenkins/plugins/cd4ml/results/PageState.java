package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.cd4ml.protocol.Protocol;

/**
 * What the page of a stage asks for again and again while the stage runs.
 *
 * @param running whether there is more to come
 * @param look of the verdict
 * @param headline the verdict in two or three words
 * @param sentence why
 * @param unit name of the units of {@code done} and {@code total}
 * @param result whether a whole result can be asked for
 * @param metrics the figures that are new; null when the stage has ended
 */
record PageState(
        boolean running,
        Look look,
        @CheckForNull String headline,
        @CheckForNull String sentence,
        @CheckForNull Long done,
        @CheckForNull Long total,
        @CheckForNull String unit,
        @CheckForNull Integer percent,
        boolean result,
        @CheckForNull LiveProgress.Points metrics) {

    static PageState of(StageAction action, @CheckForNull String series, long from) {
        StagePage page = action.getPage();
        LiveProgress progress = action.getProgress();
        return progress == null
                ? new PageState(
                        false,
                        page.getLook(),
                        page.getHeadline(),
                        page.getSentence(),
                        null,
                        null,
                        null,
                        null,
                        action.hasResult(),
                        null)
                : new PageState(
                        true,
                        page.getLook(),
                        page.getHeadline(),
                        progress.getMessage(),
                        progress.getDone(),
                        progress.getTotal(),
                        progress.getUnit(),
                        progress.getPercent(),
                        false,
                        progress.points(series, from));
    }

    @NonNull
    String json() {
        return Protocol.writeLine(this);
    }
}
