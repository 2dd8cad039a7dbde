package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.chain.JudgedModel;
import io.jenkins.cd4ml.chain.Overridden;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.ledger.ErrorSpending;
import io.jenkins.cd4ml.ledger.JudgedRows;
import io.jenkins.cd4ml.ledger.RowReuse;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.registry.LocalLedger;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The ledger of test rows, as one judgement sees it. On this machine the judgement is entered before it is made, and once more with its verdict: of
 * two at the same time one counts the other, and one that is stopped after its figures were seen counts too.
 *
 * @param reuse what these rows have judged before
 * @param begun this judgement, still without a verdict
 * @param local where it is kept; null: the caller keeps it
 */
record RowLedger(
        ValidateSettings settings, Configuration configuration, RowReuse reuse, LedgerEntry begun, LocalLedger local) {

    /** Sections whose overrides matter to a verdict. */
    private static final List<String> SECTIONS = List.of("data.", "split.", "train.", "validate.");

    /** Reads what is known of the rows, and enters the judgement. */
    static RowLedger open(
            StageRequest request, StageContext context, HeldOut heldOut, String target, JudgedModel judged)
            throws IOException {
        Configuration configuration = context.configuration();
        JudgedRows rows = JudgedRows.of(heldOut.rows(), configuration.data().key(), target);
        List<String> overrides = Overridden.keys(Overridden.declared(request), configuration).stream()
                .filter(key -> SECTIONS.stream().anyMatch(key::startsWith))
                .toList();
        LedgerEntry begun = new LedgerEntry(
                context.clock().instant(),
                context.run().id(),
                judged.model(),
                judged.dataVersion(),
                judged.gates().digest(),
                null,
                heldOut.rows().rows(),
                rows.sketch(),
                overrides);
        boolean here = request.registry() == StageRequest.RegistryMode.LOCAL;
        LocalLedger local = LocalLedger.open(context.home(), configuration.model());
        List<LedgerEntry> before;
        if (here) {
            before = merged(local.ofOtherModels(), local.append(begun));
        } else {
            before = request.ledger() != null ? request.ledger() : local.entries();
        }
        try {
            return new RowLedger(
                    configuration.validate(),
                    configuration,
                    RowReuse.of(before, judged.model(), rows),
                    begun,
                    here ? local : null);
        } catch (IllegalArgumentException e) {
            throw new InputException("the ledger of test rows of " + configuration.model()
                    + " holds an entry whose sketch of rows is damaged (" + e.getMessage()
                    + "): restore judgements.jsonl of the registry");
        }
    }

    /** Both in the order of their moments; entries of one moment stay as they were. */
    private static List<LedgerEntry> merged(List<LedgerEntry> others, List<LedgerEntry> own) {
        return Stream.concat(others.stream(), own.stream())
                .sorted(Comparator.comparing(LedgerEntry::at))
                .toList();
    }

    /** The error that the gates of this judgement may make. */
    AlphaBudget budget() {
        AlphaBudget ordinary = AlphaBudget.of(settings);
        return corrects() ? new AlphaBudget(corrected(), ordinary.tail()) : ordinary;
    }

    boolean corrects() {
        return settings.reuse() == ValidateSettings.Reuse.CORRECT;
    }

    /** The tail after correction, whether it counts or not. */
    double corrected() {
        return new ErrorSpending(settings.confidence()).tail(reuse.spent());
    }

    /** The judgement with its verdict. */
    LedgerEntry entry(Verdict verdict) {
        return new LedgerEntry(
                begun.at(),
                begun.run(),
                begun.model(),
                begun.dataVersion(),
                begun.gates(),
                verdict,
                begun.rows(),
                begun.sketch(),
                begun.overrides());
    }

    /** Enters the verdict on this machine; elsewhere the caller does, from the result. */
    void close(Verdict verdict) throws IOException {
        if (local != null) {
            local.append(entry(verdict));
        }
    }

    /** The checks of gates; those with an interval say why it is wider than usual. */
    List<Check> annotated(List<Check> checks) {
        if (!budget().isCorrected()) {
            return checks;
        }
        String clause = "; " + judged(reuse.judgements()) + " on these rows before, so the interval is at "
                + level(budget().tail());
        return checks.stream()
                .map(check -> check.interval() == null ? check : with(check, check.message() + clause))
                .toList();
    }

    /** {@code 12 models have been judged}. */
    static String judged(int models) {
        return models == 1
                ? "1 other model has been judged"
                : String.format(Locale.ROOT, "%,d other models have been judged", models);
    }

    /** Confidence of the interval with that tail on either side, with two digits of what is missing to 100 %: {@code 99.945 %}. */
    static String level(double tail) {
        double missing = 200 * tail;
        int decimals = Math.max(0, 1 - (int) Math.floor(Math.log10(missing)));
        return new BigDecimal(100 - missing)
                        .setScale(Math.min(decimals, 12), RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    /** Why an estimate that is within its limit does not pass. */
    static String undecided(String name, GateRule.Threshold rule, double value, Double corrected, int rows) {
        String figures = name + " " + Sentences.figure(value) + " is " + (rule.minimum() ? "at least " : "at most ")
                + Sentences.plain(rule.limit()) + " (" + Sentences.rows(rows)
                + "), but these rows have judged other models before";
        return corrected == null
                ? figures + ", and without an interval that cannot be allowed for: new rows are due"
                : figures + ", of which the best one looks better than it is: it takes " + Sentences.figure(corrected)
                        + " now; about " + String.format(Locale.ROOT, "%,d", rows) + " new rows settle it";
    }

    private static Check with(Check check, String message) {
        return new Check(
                check.name(),
                check.group(),
                check.outcome(),
                check.value(),
                check.threshold(),
                check.comparison(),
                check.interval(),
                check.sampleSize(),
                check.dataVersion(),
                check.modelVersion(),
                message);
    }
}
