package io.jenkins.cd4ml.report;

import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionHistory;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionStep;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Evidence;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Reuse;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.statistics.PowerWords;
import java.util.ArrayList;
import java.util.List;

/** What the judged rows could show, as tables: what is not known, and what would settle it. */
final class TerminalEvidence {
    private static final int MOST_STEPS = 12;

    private TerminalEvidence() {}

    static List<TextTable> of(Evidence evidence) {
        List<TextTable> tables = new ArrayList<>();
        if (evidence.gates() != null) {
            tables.add(sensitivity(evidence));
            tables.add(sharper(evidence));
        }
        if (evidence.champions() != null) {
            evidence.champions().forEach(history -> tables.add(champions(history)));
        }
        if (evidence.reuse() != null) {
            tables.add(reuse(evidence.reuse()));
        }
        return tables;
    }

    /** The smallest loss that these rows can exclude, the rows that each margin takes, and how often an equal model passes. */
    private static TextTable sensitivity(Evidence evidence) {
        TextTable gates = new TextTable("What these rows can show", ">Smallest loss", ">Rows needed", ">Equal passes");
        evidence.gates()
                .forEach(gate -> gates.row(
                        gate.check(),
                        gate.smallestLoss() == null ? "-" : PowerWords.upwards(gate.smallestLoss()),
                        gate.rowsNeeded() == null ? "no margin" : "~ " + PowerWords.about(gate.rowsNeeded()),
                        probability(gate.passIfEqual())));
        if (evidence.gates().size() > 1) {
            gates.row("all of them together", "", "", probability(evidence.passIfEqual()));
        }
        return gates;
    }

    private static String probability(Double value) {
        return value == null ? "-" : PowerWords.probability(value);
    }

    private static TextTable sharper(Evidence evidence) {
        TextTable metrics = new TextTable("What would see more", "");
        evidence.gates().stream()
                .filter(gate -> gate.better() != null)
                .forEach(gate -> metrics.row(gate.better(), gate.check()));
        return metrics;
    }

    private static TextTable champions(ChampionHistory history) {
        String name = history.label() == null ? history.metric() : history.metric() + " for " + history.label();
        TextTable steps = new TextTable("Champions, " + name, "Compared with", ">Difference", ">Sum");
        List<ChampionStep> shown = history.steps();
        shown.subList(Math.max(0, shown.size() - MOST_STEPS), shown.size())
                .forEach(step -> steps.row(
                        step.version() == null ? "this model" : "version " + step.version(),
                        step.before() == null ? "" : "version " + step.before(),
                        step.difference() == null
                                ? step.before() == null ? "" : "not measured"
                                : signed(step.difference(), Figures.estimate(step.difference(), step.interval())),
                        signed(step.sum(), Figures.number(step.sum()))));
        String lost = history.lost() == 0 ? "not worse" : Figures.number(history.lost()) + " worse";
        steps.row("since the best", "version " + history.best(), "", lost);
        return steps;
    }

    private static String signed(double value, String text) {
        return value > 0 ? "+" + text : text;
    }

    /** No rows where nothing else was judged before. */
    private static TextTable reuse(Reuse reuse) {
        TextTable rows = new TextTable("Reused test rows", "");
        if (reuse.judgements() == 0) {
            return rows;
        }
        rows.row("other models judged on them before", Figures.count(reuse.judgements()));
        rows.row("weighted by the share that each saw", Figures.number(reuse.spent()));
        long failed = reuse.earlier().stream()
                .filter(one -> one.verdict() != null && one.verdict() != Verdict.PASSED)
                .count();
        rows.row(
                "earlier judgements that did not pass",
                Figures.count(failed) + " of " + Figures.count(reuse.earlier().size()));
        if (reuse.freshRows() != null) {
            rows.row("new rows are due, about", Figures.count(reuse.freshRows()));
        }
        return rows;
    }
}
