package io.jenkins.cd4ml.report;

import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.CheckDriftDetail.ColumnDrift;
import io.jenkins.cd4ml.protocol.DataDiff;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Step;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Traffic;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.StageDetail;
import io.jenkins.cd4ml.protocol.TrainModelDetail;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Confusion;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Difference;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Fairness;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Importance;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** What one stage alone knows, as tables: the few figures that one wants to see before opening the page. */
final class TerminalDetails {
    private static final int MOST = 12;
    private static final int LONGEST_VERSION = 15;

    private TerminalDetails() {}

    static List<TextTable> of(StageDetail detail) {
        if (detail instanceof VersionDataDetail data) {
            return data(data);
        } else if (detail instanceof TrainModelDetail train) {
            return train(train);
        } else if (detail instanceof ValidateModelDetail validation) {
            return validation(validation);
        } else if (detail instanceof PackageModelDetail packaged) {
            return packaged(packaged);
        } else if (detail instanceof DeployCanaryDetail canary) {
            return canary(canary);
        } else if (detail instanceof CheckDriftDetail drift) {
            return drift(drift);
        }
        return List.of();
    }

    private static List<TextTable> data(VersionDataDetail detail) {
        TextTable columns = new TextTable("Column", "Type", ">Missing", ">Distinct");
        detail.columns().stream()
                .limit(MOST)
                .forEach(c -> columns.row(
                        c.name(),
                        c.type(),
                        c.missing() == 0 ? "0" : Figures.percent((double) c.missing() / c.count()),
                        (c.exact() ? "" : "~ ") + Figures.count(c.distinct())));
        if (detail.columns().size() > MOST) {
            columns.row("and " + Figures.count(detail.columns().size() - MOST) + " more", "", "", "");
        }
        return detail.diff() == null ? List.of(columns) : List.of(columns, changes(detail.diff()));
    }

    /** What is new since the version before. */
    private static TextTable changes(DataDiff diff) {
        TextTable changes = new TextTable(
                "Since "
                        + diff.baseline()
                                .substring(
                                        0,
                                        Math.min(
                                                LONGEST_VERSION, diff.baseline().length())) + "...",
                "Before",
                "Now");
        paths(changes, "new file", diff.addedFiles(), false);
        paths(changes, "file gone", diff.removedFiles(), true);
        paths(changes, "file changed", diff.changedFiles(), false);
        diff.renamedFiles().stream()
                .limit(MOST)
                .forEach(rename -> changes.row("file renamed", rename.from(), rename.to()));
        paths(changes, "new column", diff.addedColumns(), false);
        paths(changes, "column gone", diff.removedColumns(), true);
        diff.columns().stream()
                .limit(MOST)
                .forEach(change ->
                        changes.row(change.column() + ": " + change.figure(), change.before(), change.after()));
        return changes;
    }

    private static void paths(TextTable changes, String what, List<String> names, boolean before) {
        names.stream().limit(MOST).forEach(name -> changes.row(what, before ? name : "", before ? "" : name));
        if (names.size() > MOST) {
            changes.row("and more of them", "", "");
        }
    }

    private static List<TextTable> train(TrainModelDetail detail) {
        TextTable kept = new TextTable("Figure of the kept epoch", ">Value");
        detail.epochs().stream()
                .filter(epoch -> epoch.epoch() == detail.bestEpoch())
                .findFirst()
                .ifPresent(epoch -> epochRows(kept, epoch, last(detail.epochs())));
        return List.of(kept);
    }

    private static int last(List<Epoch> epochs) {
        return epochs.get(epochs.size() - 1).epoch();
    }

    private static void epochRows(TextTable table, Epoch epoch, int epochs) {
        table.row("epoch", epoch.epoch() + " of " + epochs);
        table.row("training loss", Figures.number(epoch.trainLoss()));
        table.row("validation loss", Figures.number(epoch.validationLoss()));
        epoch.metrics().forEach((name, value) -> table.row(name, Figures.number(value)));
    }

    private static List<TextTable> validation(ValidateModelDetail detail) {
        TextTable metrics = new TextTable("Metric", ">Estimate", ">Rows");
        detail.metrics().stream()
                .filter(metric -> metric.label() == null)
                .forEach(m -> metrics.row(
                        m.name(), Figures.estimate(m.value(), m.interval()), Figures.count(m.sampleSize())));
        TextTable champion = new TextTable("Against the champion", ">Champion", ">Difference", "");
        if (detail.champion() != null) {
            detail.champion().differences().stream()
                    .filter(TerminalDetails::matters)
                    .forEach(d -> difference(champion, d));
        }
        List<TextTable> tables = new ArrayList<>(List.of(metrics, byClass(detail), champion));
        if (detail.evidence() != null) {
            tables.addAll(TerminalEvidence.of(detail.evidence()));
        }
        detail.fairness().forEach(fairness -> tables.add(groups(fairness)));
        if (detail.importance() != null) {
            tables.add(importance(detail.importance()));
        }
        return tables;
    }

    private static TextTable groups(Fairness fairness) {
        List<String> heads = new ArrayList<>(List.of("Group of " + fairness.column(), ">Rows"));
        List<String> rates = fairness.groups().stream()
                .flatMap(group -> group.metrics().stream())
                .map(MetricValue::name)
                .distinct()
                .toList();
        rates.forEach(rate -> heads.add(">" + rate));
        TextTable groups = new TextTable(heads.toArray(String[]::new));
        fairness.groups().stream().limit(MOST).forEach(group -> {
            List<String> cells = new ArrayList<>(List.of(group.value(), Figures.count(group.rows())));
            rates.forEach(name -> cells.add(group.metrics().stream()
                    .filter(rate -> rate.name().equals(name))
                    .findFirst()
                    .map(rate -> Figures.number(rate.value()))
                    .orElse("")));
            groups.row(cells.toArray(String[]::new));
        });
        return groups;
    }

    private static TextTable importance(Importance importance) {
        TextTable columns = new TextTable("Shuffled", ">Loss of " + importance.metric());
        importance.columns().stream()
                .limit(MOST)
                .forEach(column -> columns.row(column.column(), Figures.estimate(column.value(), column.interval())));
        return columns;
    }

    private static TextTable byClass(ValidateModelDetail detail) {
        TextTable classes = new TextTable("Class", ">Precision", ">Recall", ">F1", ">Rows");
        Confusion confusion = detail.confusion();
        if (confusion == null) {
            return classes;
        }
        for (int i = 0; i < Math.min(MOST, confusion.labels().size()); i++) {
            String label = confusion.labels().get(i);
            long rows = confusion.counts().get(i).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            Function<String, String> figure = name -> detail.metrics().stream()
                    .filter(m -> name.equals(m.name()) && label.equals(m.label()))
                    .findFirst()
                    .map(m -> Figures.number(m.value()))
                    .orElse("-");
            classes.row(
                    label, figure.apply("precision"), figure.apply("recall"), figure.apply("f1"), Figures.count(rows));
        }
        return classes;
    }

    /** Of single classes only what certainly differs: the page has them all. */
    private static boolean matters(Difference d) {
        return d.label() == null || sure(d);
    }

    private static boolean sure(Difference d) {
        return d.interval() != null && (d.interval().lower() > 0 || d.interval().upper() < 0);
    }

    private static void difference(TextTable table, Difference d) {
        boolean sure = d.interval() != null
                && (d.interval().lower() > 0 || d.interval().upper() < 0);
        String word = !sure(d) ? "" : d.difference() > 0 == d.higherIsBetter() ? "better" : "worse";
        String name = d.label() == null ? d.metric() : d.metric() + " for " + d.label();
        String sign = d.difference() > 0 ? "+" : "";
        table.row(name, Figures.number(d.champion()), sign + Figures.estimate(d.difference(), d.interval()), word);
    }

    private static List<TextTable> packaged(PackageModelDetail detail) {
        TextTable facts = new TextTable("Package", "");
        facts.row("digest", String.valueOf(detail.reference().digest()));
        facts.row("folder", String.valueOf(detail.reference().path()));
        facts.row(
                "size",
                Figures.bytes(detail.bytes()) + ", "
                        + Figures.counted(detail.files().size(), "file"));
        facts.row("aliases", detail.aliases().isEmpty() ? "none" : String.join(", ", detail.aliases()));
        return List.of(facts);
    }

    private static List<TextTable> canary(DeployCanaryDetail detail) {
        TextTable steps = new TextTable(">Weight", ">Requests", ">Errors", ">p95", ">Champion's p95", "Judged");
        for (Step step : detail.steps()) {
            Traffic traffic = step.candidate();
            steps.row(
                    step.weight() + " %",
                    Figures.count(traffic.requests()),
                    Figures.count(traffic.errors()),
                    Figures.millis(traffic.p95Millis()),
                    step.champion() == null
                            ? "-"
                            : Figures.millis(step.champion().p95Millis()),
                    judged(step));
        }
        return List.of(steps);
    }

    /** What was not shown stands in the checks below. */
    private static String judged(Step step) {
        if (step.checks().stream().anyMatch(check -> check.outcome() == Outcome.FAILED)) {
            return "failed";
        }
        return step.checks().stream().anyMatch(check -> check.outcome() == Outcome.INCONCLUSIVE)
                ? "not all shown"
                : step.checks().stream().anyMatch(check -> check.group().equals("rehearsal")) ? "rehearsed" : "passed";
    }

    private static List<TextTable> drift(CheckDriftDetail detail) {
        TextTable columns = new TextTable("Column", "Test", ">Score", ">Threshold", ">Effect", "");
        List<ColumnDrift> all = new ArrayList<>(detail.columns());
        if (detail.prediction() != null) {
            all.add(0, detail.prediction());
        }
        all.stream()
                .sorted(Comparator.comparing((ColumnDrift c) -> !c.drifted())
                        .thenComparing(c -> c.effectSize() == null ? 0 : -Math.abs(c.effectSize())))
                .limit(MOST)
                .forEach(c -> columns.row(
                        c.column(),
                        test(c),
                        Figures.number(c.score()),
                        Figures.given(c.threshold()),
                        Figures.number(c.effectSize()),
                        c.drifted() ? "drifted" : ""));
        return List.of(columns);
    }

    /** A column that lost its values has drifted without a test. */
    private static String test(ColumnDrift column) {
        if (column.test() != null) {
            return column.test();
        }
        return column.drifted() ? "missing values" : "not judged";
    }
}
