package io.jenkins.plugins.cd4ml.models;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.IncomingArchive;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.registry.Registration;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A model in the running Jenkins' registry, made by builds of one job. */
public record Shelf(String model, String job) {
    public static final Author AMY = new Author("amy", null);

    /** A build that nobody started. */
    Author build(int number) {
        return new Author("SYSTEM", new BuildReference(job, number));
    }

    /** Registers a version by the build of that number; its metrics and checks have these names. */
    int register(int build, String metric, String check) throws IOException {
        ModelRegistry registry = ModelRegistry.get();
        try (IncomingArchive archive = registry.incoming(model, List.of("onnx"))) {
            try (OutputStream out = archive.sink(1000)) {
                out.write(("package " + build).getBytes(StandardCharsets.UTF_8));
            }
            Registration registration = new Registration(
                    model, "sha256:" + digest('a', build), lineage(build), evaluation(metric, check), archive);
            return registry.register(registration, build(build)).number();
        }
    }

    public int register(int build) throws IOException {
        return register(build, "accuracy", "accuracy >= 0.75");
    }

    public void promote(String environment, int version, Integer expected) throws IOException {
        ModelRegistry.get().promote(model, environment, version, expected, build(version), "no check failed");
    }

    void configure(List<String> jobs, List<String> approvals, String description) throws IOException {
        ModelRegistry registry = ModelRegistry.get();
        registry.configure(
                model,
                before -> before.withJobs(jobs).withApprovals(approvals).withDescription(description),
                AMY,
                null);
    }

    /** 64 hexadecimal digits. */
    static String digest(char first, int number) {
        return first + String.format("%063x", number);
    }

    private static ModelVersion.Lineage lineage(int build) {
        Provenance provenance = new Provenance(
                null,
                digest('c', build).substring(0, 40),
                false,
                null,
                7L,
                "1.0",
                Map.of("djl", "0.34"),
                "17",
                "Linux",
                null,
                2);
        return new ModelVersion.Lineage("build-" + build, "sha256:" + digest('d', build), null, provenance);
    }

    private static ModelVersion.Evaluation evaluation(String metric, String check) {
        return new ModelVersion.Evaluation(
                Verdict.PASSED,
                "accuracy 0.91 on 114 rows",
                List.of(new MetricValue(metric, null, 0.91, new Interval(0.862, 0.948, 0.95), 114, true)),
                List.of(new Check(
                        check,
                        "gate",
                        Outcome.PASSED,
                        0.91,
                        0.75,
                        ">=",
                        null,
                        114L,
                        null,
                        null,
                        "accuracy 0.91 is at least 0.75")),
                null,
                null);
    }
}
