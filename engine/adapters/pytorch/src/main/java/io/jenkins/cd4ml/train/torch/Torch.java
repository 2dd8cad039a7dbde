package io.jenkins.cd4ml.train.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/** PyTorch through Deep Java Library, on the CPU. */
final class Torch {
    private Torch() {}

    static NDManager manager() {
        return engine().newBaseManager(Device.cpu());
    }

    static Engine engine() {
        return Engine.getEngine("PyTorch");
    }

    /** Versions by name, for the provenance. */
    static Map<String, String> versions() {
        return Map.of("djl", Engine.getDjlVersion(), "pytorch", engine().getVersion());
    }

    /** Threads of one operation, as the process was told to use. */
    static int threads() {
        return Integer.getInteger("ai.djl.pytorch.num_threads", 0);
    }
}
