package io.jenkins.plugins.cd4ml.publish;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.plugins.cd4ml.results.PlainText;
import java.util.Comparator;
import java.util.List;

/** The checks of a result as other plugins get them: bounded, whatever an agent made up. */
final class CheckTexts {
    private static final int MOST = 1000;

    private CheckTexts() {}

    /** Those that have a name and an outcome, failed ones first, then inconclusive ones; the first thousand. */
    static List<Check> of(StageResult result) {
        return result.checks().stream()
                .filter(check -> check.name() != null && check.outcome() != null)
                .sorted(Comparator.comparing(check ->
                        check.outcome() == Outcome.FAILED ? 0 : check.outcome() == Outcome.INCONCLUSIVE ? 1 : 2))
                .limit(MOST)
                .toList();
    }

    /** On one line, of bounded length; empty for null. */
    static String line(@CheckForNull String text) {
        return text == null ? "" : PlainText.line(text);
    }
}
