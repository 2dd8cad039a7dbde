package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * {@code package:} what is packaged, and what its model card says.
 *
 * @param formats {@code onnx}
 * @param tolerance largest allowed difference between the packaged and the trained model's outputs on held-out rows
 * @param register which models become a version in the registry
 */
public record PackageSettings(
        List<String> formats,
        Double tolerance,
        Register register,
        String owner,
        String license,
        String intendedUse,
        String limitations) {

    public static final PackageSettings DEFAULT = new PackageSettings(null, null, null, null, null, null, null);

    public PackageSettings {
        formats = formats == null ? List.of("onnx") : List.copyOf(formats);
        tolerance = Defaults.of(tolerance, 1e-5);
        register = Defaults.of(register, Register.VALIDATED);
    }

    /** Which models become a version, provided that the package agrees with the trained model. */
    public enum Register {
        /** Those that were not found wanting: validation passed, or they are not judged, and then marked so. */
        @JsonProperty("unlessFailed")
        UNLESS_FAILED,
        /** Those that are judged and passed. */
        @JsonProperty("validated")
        VALIDATED,
        /** All, marked with what is known of them. */
        @JsonProperty("always")
        ALWAYS
    }
}
