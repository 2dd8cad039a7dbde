package io.jenkins.cd4ml.config;

import java.util.List;

/**
 * {@code package:} what is packaged, and what its model card says.
 *
 * @param formats {@code onnx}
 * @param tolerance largest allowed difference between the packaged and the trained model's outputs on held-out rows
 */
public record PackageSettings(
        List<String> formats, Double tolerance, String owner, String license, String intendedUse, String limitations) {

    public static final PackageSettings DEFAULT = new PackageSettings(null, null, null, null, null, null);

    public PackageSettings {
        formats = formats == null ? List.of("onnx") : List.copyOf(formats);
        tolerance = Defaults.of(tolerance, 1e-5);
    }
}
