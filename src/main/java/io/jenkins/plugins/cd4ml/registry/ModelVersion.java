package io.jenkins.plugins.cd4ml.registry;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import io.jenkins.cd4ml.protocol.registry.RegistryState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
     * @param model digest of the trained model; null where the package does not name it
     * @param steps ids of the steps in the build that belong to it, by step name
     * @param requesters ids of the users who asked for the build
     */
    public record Lineage(
            String run,
            String dataVersion,
            String parentData,
            Provenance provenance,
            String model,
            Map<String, String> steps,
            List<String> requesters) {
        public Lineage {
            steps = steps == null ? Map.of() : Map.copyOf(steps);
            requesters = requesters == null ? List.of() : List.copyOf(requesters);
        }

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
     * @param comparison what was measured against that version; null where that is not known
     * @param parity how well the package agrees with the trained model
     * @param circumstances how the verdict came about; null where there is none
     */
    public record Evaluation(
            Verdict validation,
            String summary,
            List<MetricValue> metrics,
            List<Check> checks,
            Integer champion,
            ChampionComparison comparison,
            PackageModelDetail.Parity parity,
            Circumstances circumstances) {}

    /**
     * How a verdict came about, as far as the controller recorded it.
     *
     * @param problem why it is not a passed validation of this model; null where it is one
     * @param earlier what earlier validations of the build came to, the first one first: a person sees how often it was tried
     * @param overrides keys that were set otherwise than in {@code cd4ml.yaml}
     * @param replayed whether the build ran a Jenkinsfile that a person had edited
     * @param gates digest of what decided
     * @param result SHA-256 of the result of {@code validateModel}
     */
    public record Circumstances(
            String problem,
            List<String> earlier,
            List<String> overrides,
            boolean replayed,
            String gates,
            String result) {
        public Circumstances {
            earlier = earlier == null ? List.of() : List.copyOf(earlier);
            overrides = overrides == null ? List.of() : List.copyOf(overrides);
        }
    }

    /**
     * Its package as the controller keeps it.
     *
     * @param sha256 of the archive, also its file's name
     * @param bytes size of the archive
     * @param formats what is in it: {@code onnx}
     */
    public record Archive(String sha256, long bytes, List<String> formats) {}
}
