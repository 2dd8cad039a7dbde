package io.jenkins.cd4ml.runtime;

import io.jenkins.cd4ml.stage.EventSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

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

    /**
     * Called before a worker starts, with the pack's jars, whose digests have been compared: for libraries that are unpacked once and
     * loaded from there.
     *
     * @param cache folder for what can be made again
     */
    default void prepare(Path cache, List<Path> jars, EventSink events) throws IOException {}
}
