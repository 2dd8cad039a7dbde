package io.jenkins.cd4ml.registry;

import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * {@code version.json}: what is known of a version besides its package.
 *
 * @param version numbered from 1 without gaps but for entries that were removed by hand
 * @param digest identity of the package's content
 * @param created when it was registered, {@code actor} by whom
 * @param origin how it came about
 */
public record RegisteredVersion(
        int version, String model, String digest, Instant created, String actor, Origin origin) {

    /**
     * How a version came about.
     *
     * @param run id of the run that made it
     * @param dataVersion {@code sha256:…} of the data it was trained on
     * @param codeRevision commit of the project; null outside version control
     * @param validation verdict of the validation; null where the model is not judged
     * @param checks what was checked before it was registered: gates, comparison with the champion of the day, parity
     * @param parity how well the package agrees with the trained model
     * @param link digests of data, model, gates, verdict and package; why it is not judged; what was overridden when it was. Null where
     *     it was registered without a run
     * @param attempts how often validateModel had begun in the run
     * @param comparison with the champion at the time, as validateModel measured it; null where there was none
     */
    public record Origin(
            String run,
            String dataVersion,
            String codeRevision,
            Verdict validation,
            List<Check> checks,
            PackageModelDetail.Parity parity,
            ChainLink link,
            int attempts,
            ValidateModelDetail.ChampionComparison comparison) {

        /** Of a package that comes from no chain: it is not judged. */
        public Origin(
                String run,
                String dataVersion,
                String codeRevision,
                Verdict validation,
                List<Check> checks,
                PackageModelDetail.Parity parity) {
            this(run, dataVersion, codeRevision, validation, checks, parity, null, 0, null);
        }
    }

    /** Whether a fitting verdict covers it, and has passed: by digest, of this package. */
    public boolean passed() {
        return obstacle() == null;
    }

    /** Why it has not passed, one clause; null where it has. */
    public String obstacle() {
        ChainLink link = origin == null ? null : origin.link();
        if (link == null || link.verdict() == null || origin.validation() == null) {
            return link == null || link.notJudged() == null ? "no verdict is known of it" : link.notJudged();
        }
        if (!digest.equals(link.modelPackage())) {
            return "its verdict is that of another package";
        }
        return origin.validation() == Verdict.PASSED
                ? null
                : "its validation " + (origin.validation() == Verdict.INCONCLUSIVE ? "is inconclusive" : "failed");
    }

    /** {@code passed}, {@code failed} or {@code inconclusive} by the verdict of this package; {@code not judged} without one. */
    public String standing() {
        ChainLink link = origin == null ? null : origin.link();
        return link == null
                        || link.verdict() == null
                        || origin.validation() == null
                        || !digest.equals(link.modelPackage())
                ? "not judged"
                : origin.validation().name().toLowerCase(java.util.Locale.ROOT);
    }
}
