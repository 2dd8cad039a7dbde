package io.jenkins.cd4ml.protocol;

import java.util.List;
import java.util.Map;

/**
 * What {@code packageModel} made.
 *
 * @param reference the package; its version is set where it was registered here
 * @param aliases aliases of that version in the local registry; empty where only proposed
 */
public record PackageModelDetail(
        ModelReference reference,
        List<String> formats,
        long bytes,
        Map<String, Long> files,
        List<TensorSignature> inputs,
        List<TensorSignature> outputs,
        Parity parity,
        List<String> aliases)
        implements StageDetail {

    /**
     * How well the packaged model agrees with the trained one on held-out rows.
     *
     * @param maxDifference largest absolute difference of an output (probability; for regression relative to the target's sd)
     * @param labelsDiffering rows whose predicted class differs; 0 for regression
     */
    public record Parity(long rows, double maxDifference, double tolerance, long labelsDiffering) {}
}
