package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.SplitSettings;
import java.util.List;
import java.util.Locale;

/** The sides a row can be on. */
enum Part {
    TRAIN,
    VALIDATION,
    TEST,
    UNUSED;

    /** Those that the configuration sizes. */
    static final List<Part> CONFIGURED = List.of(TRAIN, VALIDATION, TEST);

    /** The name in configuration and results: {@code validation}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the configuration says of this part; null where it says nothing. */
    String of(SplitSettings settings) {
        return switch (this) {
            case TRAIN -> settings.train();
            case VALIDATION -> settings.validation();
            case TEST -> settings.test();
            case UNUSED -> null;
        };
    }
}
