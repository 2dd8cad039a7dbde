package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the build knows of a package that becomes a version: the results of the stages before, as the build keeps them.
 *
 * @param path the project's path below the workspace
 * @param runs the package's run, then those that it may have started from
 * @param packaged the result of {@code packageModel}
 */
record Evidence(Run<?, ?> build, String path, List<String> runs, StageResult packaged) {
    private static final int MOST = 200;
    private static final String VALIDATION = "validation";

    ModelVersion.Lineage lineage() {
        Provenance own = packaged.provenance();
        Provenance training = provenance(last(Stage.TRAIN_MODEL));
        return new ModelVersion.Lineage(
                packaged.run(),
                own == null ? null : own.dataVersion(),
                parentData(own),
                training == null ? own : training);
    }

    ModelVersion.Evaluation evaluation() {
        PackageModelDetail detail = packaged.detail(PackageModelDetail.class);
        StageResult validation = validation();
        ValidateModelDetail found =
                validation != null && validation.detail() instanceof ValidateModelDetail judged ? judged : null;
        List<Check> checks = Stream.concat(
                        packaged.checks().stream(), validation == null ? Stream.empty() : validation.checks().stream())
                .limit(MOST)
                .toList();
        return new ModelVersion.Evaluation(
                validation == null ? null : validation.verdict(),
                validation == null ? null : validation.summary(),
                found == null ? List.of() : found.metrics().stream().limit(MOST).toList(),
                checks,
                found == null || found.champion() == null || found.champion().champion() == null
                        ? null
                        : found.champion().champion().version(),
                detail.parity());
    }

    /** The validation that the engine says it looked at: one of an earlier model in the same run says nothing of this one. */
    @CheckForNull
    private StageResult validation() {
        StageResult validation = last(Stage.VALIDATE_MODEL);
        return validation != null
                        && packaged.checks().stream()
                                .anyMatch(check -> VALIDATION.equals(check.name())
                                        && validation.summary().equals(check.message()))
                ? validation
                : null;
    }

    @CheckForNull
    private String parentData(@CheckForNull Provenance own) {
        StageResult data = last(Stage.VERSION_DATA);
        boolean same = data != null
                && own != null
                && data.detail() instanceof VersionDataDetail detail
                && detail.version().equals(own.dataVersion());
        return same && ((VersionDataDetail) data.detail()).diff() != null
                ? ((VersionDataDetail) data.detail()).diff().baseline()
                : null;
    }

    @CheckForNull
    private static Provenance provenance(@CheckForNull StageResult result) {
        return result == null ? null : result.provenance();
    }

    /** The last result of that stage in the run, otherwise in the nearest one that the run started from. */
    @CheckForNull
    private StageResult last(Stage stage) {
        List<StageAction> actions = build.getActions(StageAction.class).stream()
                .filter(action -> action.stage() == stage && action.isOf(path))
                .toList();
        for (String run : runs) {
            for (int i = actions.size() - 1; i >= 0; i--) {
                StageResult result =
                        actions.get(i).getRunId().equals(run) ? actions.get(i).getResult() : null;
                if (result != null) {
                    return result;
                }
            }
        }
        return null;
    }
}
