package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the kept judgements amount to for one model.
 *
 * @param verdict null: it is not judged
 * @param problem why that is no passed validation, one clause; null for {@link Verdict#PASSED}
 * @param judgement the one that decides; null where none names the model
 */
public record ModelVerdict(
        @CheckForNull Verdict verdict, @CheckForNull String problem, @CheckForNull Judgement judgement) {
    /** Settings that decide nothing, whatever section they stand in. */
    private static final Set<String> SHOWN_ONLY = Set.of("slices", "importance");

    /** Whether a kept validation passed, and nothing speaks against it. */
    public boolean passed() {
        return verdict == Verdict.PASSED;
    }

    /**
     * The verdict on a model.
     *
     * @param kept in the order in which they were recorded
     * @param model its digest; null where the package does not name it
     * @param dataVersion the data that it was trained on; null where that is not known
     */
    public static ModelVerdict of(List<Judgement> kept, @CheckForNull String model, @CheckForNull String dataVersion) {
        if (model == null) {
            return none(Messages.ModelVerdict_noDigest(), null);
        }
        List<Judgement> own = kept.stream()
                .filter(judgement -> judgement.isVerdict() && model.equals(judgement.model()))
                .toList();
        if (own.isEmpty()) {
            return none(Messages.ModelVerdict_none(), null);
        }
        Judgement last = own.get(own.size() - 1);
        for (Judgement word : lastWords(own, last)) {
            if (word.verdict() != Verdict.PASSED) {
                return new ModelVerdict(
                        word.verdict(),
                        word.verdict() == Verdict.FAILED
                                ? Messages.ModelVerdict_failed(word.build(), word.run())
                                : Messages.ModelVerdict_inconclusive(word.build(), word.run()),
                        word);
            }
        }
        return counts(kept, last, dataVersion);
    }

    /** Why a passed validation would not count after all. */
    private static ModelVerdict counts(List<Judgement> kept, Judgement last, @CheckForNull String dataVersion) {
        Judgement end = kept.stream()
                .filter(last::isSameRun)
                .reduce((earlier, later) -> later)
                .orElse(last);
        if (!end.isVerdict()) {
            return none(end.problem() == null ? Messages.ModelVerdict_again(end.run()) : end.problem(), last);
        }
        List<String> overrides = deciding(last.overrides());
        if (!overrides.isEmpty()) {
            return none(Messages.ModelVerdict_overrides(String.join(", ", overrides)), last);
        }
        if (dataVersion != null && !dataVersion.equals(last.dataVersion())) {
            return none(Messages.ModelVerdict_otherData(last.dataVersion(), dataVersion), last);
        }
        return last.checks().isEmpty()
                ? none(Messages.ModelVerdict_noGate(), last)
                : new ModelVerdict(Verdict.PASSED, null, last);
    }

    /** The keys among these that can change a verdict. */
    public static List<String> deciding(List<String> overrides) {
        return overrides.stream()
                .filter(key -> !SHOWN_ONLY.contains(key.substring(key.lastIndexOf('.') + 1)))
                .sorted()
                .toList();
    }

    /** The last verdict of each run of the build that judged the model last, the very last one at the end. */
    private static List<Judgement> lastWords(List<Judgement> own, Judgement last) {
        List<Judgement> words = new ArrayList<>();
        for (Judgement judgement : own) {
            if (Objects.equals(judgement.build(), last.build())) {
                words.removeIf(judgement::isSameRun);
                words.add(judgement);
            }
        }
        return words;
    }

    private static ModelVerdict none(String problem, @CheckForNull Judgement judgement) {
        return new ModelVerdict(null, problem, judgement);
    }
}
