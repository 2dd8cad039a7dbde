package io.jenkins.cd4ml.train.torch;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM that loads PyTorch: without network and usage tracking (the variable for the latter is set by {@code runtime.Worker}),
 * and exactly as many threads as configured. A small model is an order of magnitude slower when two threads spin
 * for each other, and another number of threads adds in another order, which changes the last bits.
 */
final class TorchProcess {
    private TorchProcess() {}

    static WorkerSpec of(Class<?> main, TrainSettings settings, List<String> arguments) {
        List<String> options = new ArrayList<>(List.of(
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=" + settings.threads(),
                "-Dai.djl.pytorch.num_interop_threads=1",
                "-Dai.djl.pytorch.graph_optimizer=false"));
        if (settings.heap() != null) {
            options.add("-Xmx" + settings.heap());
        }
        return new WorkerSpec(main, List.of(TorchPack.NAME), options, arguments);
    }
}
