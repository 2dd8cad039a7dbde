package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.ledger.RowReuse;
import io.jenkins.cd4ml.ledger.RowReuse.Earlier;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.EarlierJudgement;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Reuse;
import io.jenkins.cd4ml.statistics.PairedPower;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How often the judged rows have judged models, as a check and for the headline.
 *
 * @param remarks what the headline mentions, a few words each
 * @param freshRows how many unused rows would do where new ones are due; null where they are not
 */
record ReusedRows(RowLedger ledger, List<Check> checks, List<String> remarks, Long freshRows) {
    static final String NAME = "test rows are unused";

    private static final double LIKELY = 0.5;
    private static final int MOST_SHOWN = 20;
    private static final int MOST_RUNS = 5;

    /** @param judged the gates' checks with their intervals */
    static ReusedRows of(RowLedger ledger, List<Check> judged, String dataVersion, String modelVersion) {
        Long fresh = freshRows(ledger, judged);
        boolean validation = ledger.settings().split().equals("validation");
        List<String> remarks = new ArrayList<>();
        if (fresh != null) {
            remarks.add("new test rows are due");
        }
        if (validation) {
            remarks.add("judged on validation rows");
        }
        List<String> overridden =
                ledger.begun().overrides().stream().filter(ReusedRows::decides).toList();
        if (!overridden.isEmpty()) {
            remarks.add("set otherwise than in cd4ml.yaml: " + String.join(", ", overridden));
        }
        RowReuse reuse = ledger.reuse();
        Check check = new Check(
                NAME,
                "reuse",
                fresh != null || validation ? Outcome.SKIPPED : Outcome.PASSED,
                reuse.spent(),
                null,
                null,
                null,
                ledger.begun().rows(),
                dataVersion,
                modelVersion,
                message(ledger, fresh, validation));
        return new ReusedRows(ledger, List.of(check), List.copyOf(remarks), fresh);
    }

    /** For the result, with the entry of the ledger. */
    Reuse shown(LedgerEntry entry) {
        List<Earlier> earlier = ledger.reuse().earlier();
        return new Reuse(
                ledger.reuse().judgements(),
                ledger.reuse().spent(),
                ledger.budget().tail(),
                entry,
                ledger.settings().reuse().name().toLowerCase(Locale.ROOT),
                earlier.subList(Math.max(0, earlier.size() - MOST_SHOWN), earlier.size()).stream()
                        .map(one -> new EarlierJudgement(
                                one.entry().run(),
                                one.entry().verdict(),
                                one.share(),
                                one.sameModel(),
                                one.entry().overrides() == null
                                        ? List.of()
                                        : one.entry().overrides()))
                        .toList(),
                freshRows);
    }

    /** Of all that was set otherwise the headline mentions what a result can be chosen with. */
    private static boolean decides(String key) {
        return key.startsWith("split.") || key.startsWith("validate.") || key.endsWith(".seed");
    }

    private static String message(RowLedger ledger, Long fresh, boolean validation) {
        RowReuse reuse = ledger.reuse();
        String rows = "these " + Sentences.rows(ledger.begun().rows());
        StringBuilder text = new StringBuilder();
        if (validation) {
            text.append("these are validation rows, which have chosen the best epoch")
                    .append(ledger.configuration().train().search().wanted() ? " and the settings" : "")
                    .append(": figures on them flatter the model, so set validate.split: test; ");
        }
        if (reuse.judgements() == 0) {
            text.append("no other model has been judged on ").append(rows).append(" before");
        } else {
            text.append(RowLedger.judged(reuse.judgements()))
                    .append(" on ")
                    .append(rows)
                    .append(" before");
            if (reuse.judgements() - reuse.spent() > 0.05) {
                text.append(String.format(
                        Locale.ROOT,
                        " (as many as %.1f on all of them, weighted by the share of the rows that each saw)",
                        reuse.spent()));
            }
            text.append(
                    ledger.corrects()
                            ? "; the intervals are at "
                                    + RowLedger.level(ledger.budget().tail())
                                    + ", so that all judgements together pass a model that is worse than a margin allows with probability "
                                    + Sentences.plain(
                                            rounded(1 - ledger.settings().confidence())) + " at most"
                            : "; nothing is corrected for it (validate.reuse: report), or the intervals would be at "
                                    + RowLedger.level(ledger.corrected()));
        }
        if (reuse.uncomparable() > 0) {
            text.append("; ")
                    .append(reuse.uncomparable())
                    .append(" of these could not be compared row by row and are taken to have seen them: set data.key");
        }
        if (!validation && ledger.configuration().train().search().wanted()) {
            text.append("; the trials of train.search were judged on other rows and do not count");
        }
        history(reuse, text);
        if (fresh != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "; new rows are due: too little certainty is left for an equal model to pass, and about %,d unused ones would do",
                    fresh));
        }
        return text.toString();
    }

    private static void history(RowReuse reuse, StringBuilder text) {
        List<Earlier> failed = reuse.failed();
        if (reuse.earlier().isEmpty()) {
            return;
        }
        text.append("; judged ")
                .append(reuse.earlier().size())
                .append(reuse.earlier().size() == 1 ? " time" : " times")
                .append(" before, ");
        if (failed.isEmpty()) {
            text.append("none failed");
            return;
        }
        text.append(failed.size())
                .append(" did not pass: ")
                .append(failed.size() == 1 ? "run " : "runs ")
                .append(failed.subList(Math.max(0, failed.size() - MOST_RUNS), failed.size()).stream()
                        .map(one -> one.entry().run())
                        .collect(Collectors.joining(", ")))
                .append(failed.size() > MOST_RUNS ? " and earlier ones" : "");
    }

    /**
     * How many unused rows would do, where an equal model would have passed a gate on unused rows and no longer does: null where that is so for no
     * gate.
     */
    private static Long freshRows(RowLedger ledger, List<Check> judged) {
        AlphaBudget budget = ledger.budget();
        if (!budget.isCorrected()) {
            return null;
        }
        long most = 0;
        for (Check check : judged) {
            Interval interval = check.interval();
            if (interval == null || check.sampleSize() == null) {
                continue;
            }
            if (check.name().contains(" versus ")) {
                most = Math.max(most, forMargin(check, budget));
            } else if (check.inconclusive()) {
                most = Math.max(most, check.sampleSize());
            }
        }
        return most == 0 ? null : most;
    }

    private static long forMargin(Check check, AlphaBudget budget) {
        PairedPower unused = new PairedPower(budget.ordinary());
        PairedPower now = new PairedPower(budget.tail());
        double error = (check.interval().upper() - check.interval().lower()) / 2 / now.z();
        double margin = Math.abs(check.threshold());
        boolean due = now.pass(error, margin) < LIKELY && unused.pass(error, margin) >= LIKELY;
        long rows = due ? unused.rows(error * Math.sqrt(check.sampleSize()), margin) : 0;
        return rows == Long.MAX_VALUE ? 0 : rows;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e9) / 1e9;
    }
}
