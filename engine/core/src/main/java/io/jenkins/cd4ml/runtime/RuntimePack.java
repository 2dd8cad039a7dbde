package io.jenkins.cd4ml.runtime;

import java.io.IOException;
import java.io.InputStream;

/**
 * Seam: libraries that are too large for the engine's jar, resolved on the machine that needs them. An adapter that needs such
 * libraries provides one; {@link Adapters} finds it.
 */
public interface RuntimePack {
    /** Name of the pack, such as {@code xgboost}. */
    String name();

    /**
     * The manifest as JSON: {@code purpose}, {@code artifacts} for all platforms and {@code platforms}, each artifact with its
     * Maven coordinates, SHA-256 and size in bytes. By default the resource {@code pack.json} beside the class.
     */
    default InputStream manifest() throws IOException {
        return getClass().getResourceAsStream("pack.json");
    }
}
