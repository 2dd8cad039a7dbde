package io.jenkins.cd4ml.registry;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
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
     * @param validation verdict of the validation; null where it did not take place
     * @param checks what was checked before it was registered: gates, comparison with the champion of the day, parity
     * @param parity how well the package agrees with the trained model
     */
    public record Origin(
            String run,
            String dataVersion,
            String codeRevision,
            Verdict validation,
            List<Check> checks,
            PackageModelDetail.Parity parity) {}
}
