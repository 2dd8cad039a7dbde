package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.Judgement;
import io.jenkins.plugins.cd4ml.registry.ModelVerdict;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the build knows of a package that becomes a version: the recorded results of its own run, and of the runs that this one started from,
 * as far as their digests say that they belong to it.
 *
 * @param path the project's path below the workspace
 * @param runs the package's run, then those that it may have started from
 * @param packaged the result of {@code packageModel}
 * @param judgements of the model, the oldest first
 */
record Evidence(Run<?, ?> build, String path, List<String> runs, StageResult packaged, List<Judgement> judgements) {
    private static final int MOST = 200;

    /** Digest of the model that was packaged; null where the engine does not name it. */
    @CheckForNull
    String model() {
        return packaged.link() == null ? null : packaged.link().model();
    }

    ModelVerdict verdict() {
        ModelVerdict recorded = ModelVerdict.of(judgements, model(), dataVersion());
        String notJudged = packaged.link() == null ? null : packaged.link().notJudged();
        return recorded.passed() && notJudged != null
                ? new ModelVerdict(null, notJudged, recorded.judgement())
                : recorded;
    }

    @CheckForNull
    private String dataVersion() {
        return packaged.provenance() == null ? null : packaged.provenance().dataVersion();
    }

    ModelVersion.Lineage lineage() {
        StageAction training = last(Stage.TRAIN_MODEL, this::isOfModel);
        StageAction data = last(Stage.VERSION_DATA, this::isOfData);
        Provenance provenance = training == null || training.getResult() == null
                ? null
                : training.getResult().provenance();
        Map<String, String> steps = new TreeMap<>();
        Stream.of(training, data)
                .filter(Objects::nonNull)
                .forEach(action -> steps.put(action.getStep(), action.getNodeId()));
        ownPackaging().ifPresent(action -> steps.put(action.getStep(), action.getNodeId()));
        Judgement judgement = verdict().judgement();
        if (judgement != null && judgement.build().equals(Author.referenceTo(build))) {
            steps.put(Stage.VALIDATE_MODEL.step(), judgement.step());
        }
        return new ModelVersion.Lineage(
                packaged.run(),
                dataVersion(),
                data == null ? null : parentData(data),
                provenance == null ? packaged.provenance() : provenance,
                model(),
                steps,
                Author.requesters(build));
    }

    ModelVersion.Evaluation evaluation() {
        PackageModelDetail detail = packaged.detail(PackageModelDetail.class);
        ModelVerdict verdict = verdict();
        StageResult validation = validation(verdict.judgement());
        ValidateModelDetail found =
                validation != null && validation.detail() instanceof ValidateModelDetail judged ? judged : null;
        List<Check> checks = Stream.concat(
                        packaged.checks().stream(), validation == null ? Stream.empty() : validation.checks().stream())
                .limit(MOST)
                .toList();
        return new ModelVersion.Evaluation(
                verdict.verdict(),
                validation == null ? null : validation.summary(),
                found == null ? List.of() : found.metrics().stream().limit(MOST).toList(),
                checks,
                verdict.judgement() == null ? null : verdict.judgement().champion(),
                found == null ? null : comparison(found, verdict.judgement()),
                detail.parity(),
                circumstances(verdict));
    }

    /** What was measured against the version that the controller had laid out for it, and against no other. */
    @CheckForNull
    private static ChampionComparison comparison(ValidateModelDetail found, Judgement judgement) {
        ChampionComparison comparison = found.champion();
        return comparison != null
                        && comparison.champion() != null
                        && comparison.champion().version() != null
                        && comparison.champion().version().equals(judgement.champion())
                ? comparison
                : null;
    }

    private ModelVersion.Circumstances circumstances(ModelVerdict verdict) {
        Judgement judgement = verdict.judgement();
        return new ModelVersion.Circumstances(
                verdict.problem(),
                earlier(judgement),
                judgement == null ? List.of() : judgement.overrides(),
                judgement == null ? BuildJudgements.isReplayed(build) : judgement.replayed(),
                judgement == null ? null : judgement.gates(),
                judgement == null ? null : judgement.result());
    }

    /** What the project's other validations of this build came to before. */
    private List<String> earlier(@CheckForNull Judgement deciding) {
        List<String> earlier = new ArrayList<>();
        for (StageAction action : StageAction.all(build)) {
            boolean decides = deciding != null
                    && deciding.build().equals(Author.referenceTo(build))
                    && deciding.step().equals(action.getNodeId());
            if (decides) {
                return earlier;
            }
            if (action.stage() == Stage.VALIDATE_MODEL && action.isOf(path) && action.getVerdict() != null) {
                earlier.add(action.getVerdict());
            }
        }
        return earlier;
    }

    /** The whole result of the validation that decides, where it was one of this build. */
    @CheckForNull
    private StageResult validation(@CheckForNull Judgement judgement) {
        if (judgement == null || !judgement.build().equals(Author.referenceTo(build))) {
            return null;
        }
        return StageAction.all(build).stream()
                .filter(action -> action.getNodeId().equals(judgement.step()))
                .findFirst()
                .map(StageAction::getResult)
                .orElse(null);
    }

    private boolean isOfModel(StageResult result) {
        return model() != null
                && result.link() != null
                && model().equals(result.link().model());
    }

    private boolean isOfData(StageResult result) {
        return result.detail() instanceof VersionDataDetail detail
                && detail.version().equals(dataVersion());
    }

    @CheckForNull
    private static String parentData(StageAction action) {
        StageResult result = action.getResult();
        return result != null && result.detail() instanceof VersionDataDetail detail && detail.diff() != null
                ? detail.diff().baseline()
                : null;
    }

    /** The step that is about to end: it has no kept result yet. */
    private Optional<StageAction> ownPackaging() {
        return StageAction.all(build).stream()
                .filter(action -> action.stage() == Stage.PACKAGE_MODEL
                        && action.isOf(path)
                        && action.getRunId().equals(packaged.run()))
                .reduce((earlier, later) -> later);
    }

    /** The last fitting result of that stage in the run, otherwise in the nearest one that the run started from. */
    @CheckForNull
    private StageAction last(Stage stage, Predicate<StageResult> fits) {
        List<StageAction> actions = StageAction.all(build).stream()
                .filter(action -> action.stage() == stage && action.isOf(path))
                .toList();
        for (String run : runs) {
            for (int i = actions.size() - 1; i >= 0; i--) {
                StageResult result =
                        actions.get(i).getRunId().equals(run) ? actions.get(i).getResult() : null;
                if (result != null && fits.test(result)) {
                    return actions.get(i);
                }
            }
        }
        return null;
    }
}
