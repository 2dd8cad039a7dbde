package io.jenkins.plugins.cd4ml.models;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.EnvironmentRule;
import io.jenkins.plugins.cd4ml.registry.IncomingArchive;
import io.jenkins.plugins.cd4ml.registry.Judgement;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.registry.Models;
import io.jenkins.plugins.cd4ml.registry.Registration;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
            int number = registry.register(registration, build(build)).number();
            registry.judge(model, List.of(judgement(build, Verdict.PASSED)));
            return number;
        }
    }

    public int register(int build) throws IOException {
        return register(build, "accuracy", "accuracy >= 0.75");
    }

    /** By the build that made it, after a validation against that champion. */
    public void promote(String environment, int version, Integer expected) throws IOException {
        ModelRegistry.get().judge(model, List.of(compared(version, environment, expected)));
        Models.promote(ModelRegistry.get(), model, environment, version, expected, build(version), "no check failed");
    }

    void configure(List<String> jobs, List<String> approvals, String description) throws IOException {
        ModelRegistry registry = ModelRegistry.get();
        registry.configure(
                model,
                before -> before.withRules(List.of(EnvironmentRule.standard(EnvironmentRule.OTHERS)))
                        .withJobs(jobs)
                        .withApprovals(approvals)
                        .withDescription(description),
                AMY,
                null);
    }

    /** A validation of the model that the build of that number made; compared with no champion. */
    Judgement judgement(int build, Verdict verdict) {
        return new Judgement(
                Instant.parse("2026-11-21T10:00:00Z"),
                build(build).build(),
                "build-" + build,
                "",
                "7",
                digest('e', build),
                "sha256:" + digest('b', build),
                "sha256:" + digest('d', build),
                null,
                verdict,
                "production",
                null,
                List.of(),
                false,
                Map.of("accuracy >= 0.75", Outcome.PASSED),
                null,
                true,
                null);
    }

    /** A later validation that failed. */
    Judgement failed(int build) {
        Judgement passed = judgement(build, Verdict.FAILED);
        return new Judgement(
                passed.at(),
                passed.build(),
                passed.run(),
                passed.project(),
                "99",
                passed.result(),
                passed.model(),
                passed.dataVersion(),
                passed.gates(),
                Verdict.FAILED,
                passed.environment(),
                null,
                List.of(),
                false,
                passed.checks(),
                null,
                true,
                null);
    }

    private Judgement compared(int build, String environment, Integer champion) {
        Judgement judgement = judgement(build, Verdict.PASSED);
        return new Judgement(
                judgement.at(),
                judgement.build(),
                judgement.run(),
                judgement.project(),
                "8" + build + (champion == null ? 0 : champion),
                judgement.result(),
                judgement.model(),
                judgement.dataVersion(),
                judgement.gates(),
                judgement.verdict(),
                environment,
                champion,
                judgement.overrides(),
                false,
                judgement.checks(),
                null,
                true,
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
        return new ModelVersion.Lineage(
                "build-" + build,
                "sha256:" + digest('d', build),
                null,
                provenance,
                "sha256:" + digest('b', build),
                Map.of("trainModel", "10", "packageModel", "11"),
                List.of());
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
                null,
                null,
                null);
    }
}
