package io.jenkins.cd4ml.train.torch;

import io.jenkins.cd4ml.runtime.RuntimePack;
import io.jenkins.cd4ml.stage.EventSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** PyTorch by Deep Java Library. */
public final class TorchPack implements RuntimePack {
    static final String NAME = "pytorch";

    @Override
    public String name() {
        return NAME;
    }

    /** The native libraries that DJL unpacks into its cache are compared with the pinned jars. */
    @Override
    public void prepare(Path cache, List<Path> jars, EventSink events) throws IOException {
        new UnpackedLibraries(cache, events).verify(NAME, jars);
    }
}
