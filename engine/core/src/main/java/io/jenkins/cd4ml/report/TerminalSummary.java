package io.jenkins.cd4ml.report;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A result for a terminal: the verdict in a sentence, then the tables behind it. ASCII but for what the data brings along, and
 * no control character of anybody else's.
 */
public final class TerminalSummary {
    /** The width to write for where nobody knows it. */
    public static final int WIDTH = 80;

    private static final String RESET = "\u001b[0m";
    private static final int MOST_PASSED = 8;
    private static final int MOST_REASONS = 8;

    private TerminalSummary() {}

    /**
     * One result.
     *
     * @param colour whether ANSI colours may be used: only where a terminal reads it and {@code NO_COLOR} is not set
     * @param width columns that a line may take
     */
    public static String of(StageResult result, boolean colour, int width) {
        List<String> lines = new ArrayList<>(verdict(result, colour, width));
        if (result.problem() != null) {
            lines.addAll(problem(result.problem(), width));
        }
        List<TextTable> tables = new ArrayList<>();
        tables.add(checks(result.checks()));
        if (result.detail() != null) {
            tables.addAll(TerminalDetails.of(result.detail()));
        }
        for (int t = 0; t < tables.size(); t++) {
            List<String> rows = tables.get(t).lines(width - 2);
            for (int i = 0; i < rows.size(); i++) {
                if (i == 0) {
                    lines.add("");
                }
                String row = "  " + rows.get(i);
                lines.add(i == 0 ? paint(row, "\u001b[2m", colour) : row);
            }
            if (t == 0) {
                lines.addAll(reasons(result, width));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    /** All results of a run, one under another. */
    public static String of(List<StageResult> results, boolean colour, int width) {
        return results.stream()
                .map(result -> of(result, colour, width))
                .reduce((all, next) -> all + "\n" + next)
                .orElse("No stage has run yet.\n");
    }

    /** Whether colours may be used: a terminal is there and the user did not say no. */
    public static boolean mayColour(boolean terminal, Map<String, String> environment) {
        String no = environment.get("NO_COLOR");
        return terminal && (no == null || no.isEmpty()) && !"dumb".equals(environment.get("TERM"));
    }

    private static List<String> verdict(StageResult result, boolean colour, int width) {
        String word = result.verdict().name();
        String sentence = result.problem() != null ? result.problem().message() : result.summary();
        String why = TerminalText.clean(String.valueOf(sentence)).replaceFirst("^(?i)" + word + ": ", "");
        String text = result.stage().step() + " " + word + ": " + why;
        List<String> lines = new ArrayList<>(TerminalText.wrap(text, width));
        lines.set(0, lines.get(0).replaceFirst(word, paint(word, shade(result.verdict()), colour)));
        return lines;
    }

    private static String shade(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "\u001b[1;32m";
            case FAILED, FAULT -> "\u001b[1;31m";
            case INVALID, INCONCLUSIVE -> "\u001b[1;33m";
            case ABORTED -> "\u001b[1m";
        };
    }

    private static List<String> problem(Problem problem, int width) {
        List<String> lines = new ArrayList<>();
        String file = problem.file() == null || problem.line() == null
                ? problem.file()
                : problem.file() + ":" + problem.line();
        add(lines, "file", file, problem, width);
        add(lines, "column", problem.column(), problem, width);
        add(lines, "key", problem.key(), problem, width);
        if (problem.details() != null) {
            problem.details()
                    .lines()
                    .limit(12)
                    .forEach(line -> lines.add(TerminalText.cut("  " + TerminalText.clean(line), width)));
        }
        return lines;
    }

    /** A place that the sentence does not name already. */
    private static void add(List<String> lines, String name, String value, Problem problem, int width) {
        if (value != null && !problem.message().contains(value)) {
            lines.add(TerminalText.cut("  " + TerminalText.pad(name, 8, false) + TerminalText.clean(value), width));
        }
    }

    private static TextTable checks(List<Check> checks) {
        TextTable table = new TextTable("Check", "", ">Value", ">Wanted", ">Rows");
        List<Check> failed = checks.stream().filter(Check::stops).toList();
        List<Check> others = checks.stream().filter(check -> !check.stops()).toList();
        failed.forEach(check -> row(table, check));
        others.stream().limit(MOST_PASSED).forEach(check -> row(table, check));
        if (others.size() > MOST_PASSED) {
            table.row("and " + Figures.count(others.size() - MOST_PASSED) + " more", "", "", "", "");
        }
        return table;
    }

    /** Why checks did not pass, in full: the place of a value that was not expected, or what would settle it. */
    private static List<String> reasons(StageResult result, int width) {
        List<String> lines = new ArrayList<>();
        result.checks().stream()
                .filter(check -> check.stops() && check.message() != null)
                .filter(check -> !String.valueOf(result.summary()).contains(check.message()))
                .limit(MOST_REASONS)
                .forEach(check -> {
                    List<String> text = TerminalText.wrap(TerminalText.clean(check.message()), width - 4);
                    for (int i = 0; i < text.size(); i++) {
                        lines.add((i == 0 ? "  - " : "    ") + text.get(i));
                    }
                });
        if (!lines.isEmpty()) {
            lines.add(0, "");
        }
        return lines;
    }

    private static void row(TextTable table, Check check) {
        String wanted = check.threshold() == null
                ? ""
                : (check.comparison() == null ? "" : check.comparison() + " ") + Figures.given(check.threshold());
        table.row(
                check.name(),
                word(check.outcome()),
                check.value() == null ? "" : Figures.estimate(check.value(), check.interval()),
                wanted,
                check.sampleSize() == null ? "" : Figures.count(check.sampleSize()));
    }

    /** Capitals for what keeps a stage from passing. */
    private static String word(Outcome outcome) {
        return switch (outcome) {
            case FAILED -> "FAILED";
            case INCONCLUSIVE -> "INCONCLUSIVE";
            case PASSED -> "passed";
            case SKIPPED -> "skipped";
        };
    }

    private static String paint(String text, String shade, boolean colour) {
        return colour ? shade + text + RESET : text;
    }
}
