package io.jenkins.plugins.cd4ml.registry;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import io.jenkins.cd4ml.protocol.registry.RegistryState;
import java.time.Instant;
import java.util.List;

/**
 * {@code versions/<n>.json}: what is known of a version; it never changes.
 *
 * @param format {@link #FORMAT}
 * @param number from 1, never given away twice
 * @param digest {@code sha256:…}, identity of the package's content
 * @param created when it was registered, {@code actor} by whom
 * @param build the build that made it
 */
public record ModelVersion(
        int format,
        String model,
        int number,
        String digest,
        Instant created,
        String actor,
        BuildReference build,
        Lineage lineage,
        Evaluation evaluation,
        Archive archive) {
    /** Raised when an older reader would misunderstand. */
    public static final int FORMAT = 1;

    /** What the history knows of a version whose file cannot be read. */
    public static ModelVersion unreadable(String model, RegistryState.Registered known) {
        return new ModelVersion(
                0, model, known.version(), known.digest(), known.created(), null, known.build(), null, null, null);
    }

    /** Whether its file could be read. */
    public boolean wasRead() {
        return format != 0;
    }

    /**
     * What it was made from.
     *
     * @param run id of the run in the build's project
     * @param dataVersion {@code sha256:…} of the data it was trained on
     * @param parentData the data version that this one was compared with; null where there was none
     * @param provenance code revision, configuration, seed, libraries; null where the training left none
     */
    public record Lineage(String run, String dataVersion, String parentData, Provenance provenance) {
        /** Commit of the project; null outside version control. */
        public String codeRevision() {
            return provenance == null ? null : provenance.codeRevision();
        }
    }

    /**
     * How good it is.
     *
     * @param validation verdict of the validation; null where it did not take place
     * @param summary of the validation, one sentence; null likewise
     * @param metrics on held-out rows
     * @param checks gates, comparison with the champion of the day, parity: failed ones first
     * @param champion number of the version it was compared with; null where it was with none
     * @param parity how well the package agrees with the trained model
     */
    public record Evaluation(
            Verdict validation,
            String summary,
            List<MetricValue> metrics,
            List<Check> checks,
            Integer champion,
            PackageModelDetail.Parity parity) {}

    /**
     * Its package as the controller keeps it.
     *
     * @param sha256 of the archive, also its file's name
     * @param bytes size of the archive
     * @param formats what is in it: {@code onnx}
     */
    public record Archive(String sha256, long bytes, List<String> formats) {}
}
