package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Stage;

/**
 * How a verdict or an outcome looks: a symbol and a word beside the colour, never the colour alone. The same as in the viewer, so
 * that a page without its script says the same.
 *
 * @param tone ends the name of the CSS class that colours it
 */
public record Look(String symbol, String word, String tone) {

    /** Of a stage's verdict; null for one that did not end. */
    public static Look ofVerdict(@CheckForNull String verdict) {
        if (verdict == null) {
            return new Look("\u25cb", Messages.Look_notEnded(), "still");
        }
        return switch (verdict) {
            case "PASSED" -> new Look("\u2713", Messages.Look_passed(), "good");
            case "FAILED" -> new Look("\u2717", Messages.Look_failed(), "bad");
            case "INVALID" -> new Look("!", Messages.Look_invalid(), "warn");
            case "FAULT" -> new Look("!", Messages.Look_fault(), "bad");
            case "INCONCLUSIVE" -> new Look("?", Messages.Look_inconclusive(), "warn");
            case "ABORTED" -> new Look("\u25a0", Messages.Look_aborted(), "still");
            default -> new Look("?", verdict, "still");
        };
    }

    static Look running() {
        return new Look("\u2026", Messages.Look_running(), "still");
    }

    /** Of one check. */
    public static Look ofOutcome(@CheckForNull Outcome outcome) {
        if (outcome == null) {
            return new Look("?", "", "still");
        }
        return switch (outcome) {
            case PASSED -> new Look("\u2713", Messages.Look_passed(), "good");
            case FAILED -> new Look("\u2717", Messages.Look_failed(), "bad");
            case INCONCLUSIVE -> new Look("?", Messages.Look_inconclusive(), "warn");
            case SKIPPED -> new Look("\u2013", Messages.Look_skipped(), "still");
        };
    }

    /** The verdict of a stage in two or three words. */
    static String headline(Stage stage, @CheckForNull String verdict) {
        if (verdict == null) {
            return Messages.Headline_notEnded();
        }
        return switch (verdict) {
            case "PASSED" -> StageNames.passed(stage);
            case "FAILED" -> StageNames.failed(stage);
            case "INVALID" -> Messages.Headline_invalid();
            case "FAULT" -> Messages.Headline_fault();
            case "INCONCLUSIVE" -> Messages.Headline_inconclusive();
            case "ABORTED" -> Messages.Headline_aborted();
            default -> verdict;
        };
    }
}
