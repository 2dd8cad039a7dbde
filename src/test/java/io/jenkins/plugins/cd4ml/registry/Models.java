package io.jenkins.plugins.cd4ml.registry;

import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Things to put into a registry. */
public final class Models {
    public static final String MODEL = "weather";
    public static final Author AMY = new Author("amy", null);

    private Models() {}

    /** A build of a job, started by nobody. */
    public static Author build(String job, int number) {
        return new Author("SYSTEM", new BuildReference(job, number));
    }

    /** Makes a name free for the next job that registers it. */
    public static void forget(String model) throws IOException {
        ModelRegistry registry = ModelRegistry.get();
        if (registry.model(model).isPresent()) {
            registry.delete(model, AMY, "the next test");
        }
    }

    /** Registers a package with that content. */
    public static int register(ModelRegistry registry, String model, String content, Author author) throws IOException {
        try (IncomingArchive archive = registry.incoming(model, List.of("onnx"))) {
            try (OutputStream out = archive.sink(1000)) {
                out.write(content.getBytes(StandardCharsets.UTF_8));
            }
            ModelVersion.Lineage lineage =
                    new ModelVersion.Lineage("run-" + content, "sha256:data-" + content, null, null);
            ModelVersion.Evaluation evaluation = new ModelVersion.Evaluation(
                    Verdict.PASSED,
                    "accuracy 0.80",
                    List.of(new MetricValue("accuracy", null, 0.8, null, 100, true)),
                    List.of(),
                    null,
                    null);
            return registry.register(new Registration(model, "sha256:" + content, lineage, evaluation, archive), author)
                    .number();
        }
    }
}
