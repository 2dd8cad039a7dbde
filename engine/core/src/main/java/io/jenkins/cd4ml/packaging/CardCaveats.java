package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.EarlierJudgement;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Evidence;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Reuse;
import io.jenkins.cd4ml.protocol.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a reader of the card should know of the judgement: settings that were not those of {@code cd4ml.yaml}, how often the rows were used, which runs failed
 * on them before, and what looked like a leak. A model that is judged again keeps its place, so these sentences stay the same.
 */
final class CardCaveats {
    private CardCaveats() {}

    /** A paragraph each, in Markdown. */
    static List<String> of(RunResults results) {
        List<String> caveats = new ArrayList<>();
        Evidence evidence = results.validated().orElseThrow().evidence();
        Reuse reuse = evidence == null ? null : evidence.reuse();
        List<String> overrides = Stream.of(results.training(), results.validation())
                .filter(Objects::nonNull)
                .map(StageResult::link)
                .map(CardCaveats::overrides)
                .flatMap(List::stream)
                .collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), List::copyOf));
        if (!overrides.isEmpty()) {
            caveats.add("Set otherwise than in `cd4ml.yaml`: "
                    + overrides.stream()
                            .map(key -> "`" + Markdown.code(key) + "`")
                            .collect(Collectors.joining(", ")) + ".");
        }
        if (reuse != null) {
            reused(reuse, caveats);
        }
        results.validation().checks().stream()
                .filter(check -> check.group().equals("leak") && check.outcome() != Outcome.PASSED)
                .map(Check::message)
                .forEach(message ->
                        caveats.add(Markdown.escape("Possible leak: " + message.replaceFirst("^warning: ", "") + ".")));
        return caveats;
    }

    private static void reused(Reuse reuse, List<String> caveats) {
        if (reuse.judgements() > 0) {
            caveats.add((reuse.judgements() == 1 ? "1 other model was" : reuse.judgements() + " other models were")
                    + " judged on the held-out rows before this one"
                    + (reuse.policy().equals("report")
                            ? "; nothing was corrected for it."
                            : "; the gates allowed for it (one-sided error " + Markdown.number(reuse.tail()) + ")."));
        }
        List<String> failed = reuse.earlier().stream()
                .filter(one -> one.verdict() != null && one.verdict() != Verdict.PASSED)
                .map(EarlierJudgement::run)
                .toList();
        if (!failed.isEmpty()) {
            caveats.add("Runs that were judged on these rows before and did not pass: "
                    + Markdown.escape(String.join(", ", failed)) + ".");
        }
    }

    private static List<String> overrides(ChainLink link) {
        return link == null || link.overrides() == null ? List.of() : link.overrides();
    }
}
