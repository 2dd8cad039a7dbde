package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Functions;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.models.Station.Facts;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.results.Look;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.util.List;

/** A version's way from data to its package; the registry knows it, also when the build is no more. */
final class Lineage {
    private static final Look DONE = new Look("\u2713", Messages.Lineage_done(), "good");
    private static final Look UNKNOWN = new Look("\u2013", Messages.Lineage_unknown(), "still");

    private final ModelVersion version;
    private final ModelVersion.Lineage origin;
    private final Provenance provenance;
    private final Run<?, ?> build;

    private Lineage(ModelVersion version) {
        this.version = version;
        origin = version.lineage() == null
                ? new ModelVersion.Lineage(null, null, null, null, null, null, null)
                : version.lineage();
        provenance = origin.provenance();
        build = Items.build(version.build());
    }

    /** The stations in the order in which data flows. */
    @NonNull
    static List<Station> of(ModelVersion version) {
        Lineage lineage = new Lineage(version);
        return List.of(lineage.data(), lineage.training(), lineage.validation(), lineage.packaging());
    }

    private Station data() {
        Facts facts = new Facts()
                .add(Messages.Lineage_version(), origin.dataVersion())
                .add(Messages.Lineage_comparedWith(), origin.parentData());
        return station(
                Messages.Lineage_data(),
                Stage.VERSION_DATA,
                origin.dataVersion() == null ? UNKNOWN : DONE,
                null,
                facts);
    }

    private Station training() {
        Facts facts = new Facts().add(Messages.Lineage_run(), origin.run());
        if (provenance != null) {
            facts.add(Messages.Lineage_code(), brief(provenance.codeRevision()))
                    .add(Messages.Lineage_configuration(), provenance.configuration())
                    .add(Messages.Lineage_seed(), provenance.seed())
                    .add(Messages.Lineage_engine(), provenance.engine());
        }
        // a training whose model is not the packaged one is none of this version's
        Look look = origin.steps().containsKey(Stage.TRAIN_MODEL.step()) ? DONE : UNKNOWN;
        return station(Messages.Lineage_training(), Stage.TRAIN_MODEL, look, null, facts);
    }

    private Station validation() {
        ModelVersion.Evaluation evaluation = version.evaluation();
        boolean judged = evaluation != null && evaluation.validation() != null;
        Facts facts = new Facts();
        if (evaluation != null && evaluation.champion() != null) {
            facts.add(Messages.Lineage_against(), Messages.Lineage_champion(String.valueOf(evaluation.champion())));
        }
        String sentence = judged ? evaluation.summary() : Messages.Lineage_notValidated();
        if (evaluation != null && evaluation.circumstances() != null) {
            ModelVersion.Circumstances how = evaluation.circumstances();
            if (!how.earlier().isEmpty()) {
                facts.add(
                        Messages.Lineage_attempt(),
                        Messages.Lineage_after(
                                String.valueOf(how.earlier().size() + 1), String.join(", ", how.earlier())));
            }
            if (!how.overrides().isEmpty()) {
                facts.add(Messages.Lineage_overrides(), String.join(", ", how.overrides()));
            }
            if (how.replayed()) {
                facts.add(Messages.Lineage_build(), Messages.Lineage_replayed());
            }
            facts.add(Messages.Lineage_gates(), how.gates());
            sentence = judged || how.problem() == null ? sentence : Messages.Lineage_notJudged(how.problem());
        }
        return station(
                Messages.Lineage_validation(),
                Stage.VALIDATE_MODEL,
                judged ? Look.ofVerdict(evaluation.validation().name()) : UNKNOWN,
                sentence,
                facts);
    }

    private Station packaging() {
        Facts facts = new Facts().add(Messages.Lineage_digest(), version.digest());
        if (version.archive() != null) {
            facts.add(
                    Messages.Lineage_size(),
                    Functions.humanReadableByteSize(version.archive().bytes()));
            if (version.archive().formats() != null) {
                facts.add(
                        Messages.Lineage_formats(),
                        String.join(", ", version.archive().formats()));
            }
        }
        return station(Messages.Lineage_package(), Stage.PACKAGE_MODEL, DONE, null, facts);
    }

    private Station station(String title, Stage stage, Look look, @CheckForNull String sentence, Facts facts) {
        return new Station(title, look, sentence, facts.list(), url(stage));
    }

    /** A commit, as far as people read it. */
    @CheckForNull
    private static String brief(@CheckForNull String revision) {
        return revision == null || !revision.matches("[0-9a-f]{40}") ? revision : revision.substring(0, 12) + "\u2026";
    }

    /** The page of that step in the build that made the version, as the controller recorded it. */
    @CheckForNull
    private String url(Stage stage) {
        String step = origin.steps().get(stage.step());
        return build == null || step == null
                ? null
                : StageAction.all(build).stream()
                        .filter(action ->
                                action.stage() == stage && action.getNodeId().equals(step))
                        .map(action -> build.getUrl() + action.getUrlName() + "/")
                        .findFirst()
                        .orElse(null);
    }
}
