package io.jenkins.plugins.cd4ml.registry;

import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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

    /** Registers a package with that content, whose model has passed its validation. */
    public static int register(ModelRegistry registry, String model, String content, Author author) throws IOException {
        int number = unjudged(registry, model, content, author, List.of());
        registry.judge(model, List.of(judgement(content, author, Verdict.PASSED)));
        return number;
    }

    /** Registers a package of whose model no validation is known; those users asked for the build. */
    public static int unjudged(
            ModelRegistry registry, String model, String content, Author author, List<String> requesters)
            throws IOException {
        try (IncomingArchive archive = registry.incoming(model, List.of("onnx"))) {
            try (OutputStream out = archive.sink(1000)) {
                out.write(content.getBytes(StandardCharsets.UTF_8));
            }
            ModelVersion.Lineage lineage = new ModelVersion.Lineage(
                    "run-" + content,
                    "sha256:data-" + content,
                    null,
                    null,
                    "sha256:model-" + content,
                    Map.of(),
                    requesters);
            ModelVersion.Evaluation evaluation = new ModelVersion.Evaluation(
                    Verdict.PASSED,
                    "accuracy 0.80",
                    List.of(new MetricValue("accuracy", null, 0.8, null, 100, true)),
                    List.of(),
                    null,
                    null,
                    null,
                    null);
            return registry.register(new Registration(model, "sha256:" + content, lineage, evaluation, archive), author)
                    .number();
        }
    }

    /** A validation of that content's model, in the build's own run. */
    public static Judgement judgement(String content, Author author, Verdict verdict) {
        return judgement(content, author, verdict, "build", "7", List.of(), null);
    }

    /** Likewise, in that run and step, with overrides, compared with that champion. */
    public static Judgement judgement(
            String content,
            Author author,
            Verdict verdict,
            String run,
            String step,
            List<String> overrides,
            Integer champion) {
        boolean judged = verdict == Verdict.PASSED || verdict == Verdict.FAILED || verdict == Verdict.INCONCLUSIVE;
        return new Judgement(
                Instant.parse("2026-11-21T10:00:00Z"),
                author.build() == null ? new BuildReference("train", 1) : author.build(),
                run,
                "",
                step,
                "ab",
                judged ? "sha256:model-" + content : null,
                judged ? "sha256:data-" + content : null,
                "sha256:gates",
                verdict,
                "production",
                champion,
                overrides,
                false,
                judged
                        ? Map.of("accuracy >= 0.75", verdict == Verdict.PASSED ? Outcome.PASSED : Outcome.FAILED)
                        : Map.of(),
                null,
                true,
                null);
    }

    /** Promotes what a canary has passed, or what a person chose, who knows that champion and the history up to now. */
    public static void promote(
            ModelRegistry registry,
            String model,
            String environment,
            int version,
            Integer expected,
            Author author,
            String reason)
            throws IOException {
        if (author.build() != null && registry.version(model, version).isPresent()) {
            String judged = registry.version(model, version).get().lineage().model();
            String content = judged.substring("sha256:model-".length());
            registry.judge(
                    model,
                    List.of(judgement(
                            content, author, Verdict.PASSED, "build", "8" + version + expected, List.of(), expected)));
        }
        registry.promote(
                model,
                new Promotion(
                        environment,
                        version,
                        digest(registry, model, version),
                        new ExpectedChampion(
                                expected, registry.champion(model, environment).moves()),
                        reason,
                        author.build() != null,
                        List.of()),
                author);
    }

    /** Rolls back for one who knows that champion and the history up to now. */
    public static int rollBack(
            ModelRegistry registry, String model, String environment, int expected, Author author, String reason)
            throws IOException {
        long moves = registry.champion(model, environment).moves();
        return registry.rollBack(model, environment, new ExpectedChampion(expected, moves), author, reason);
    }

    /** Approves the package that the version is. */
    public static void approve(
            ModelRegistry registry, String model, String environment, int version, Author author, String reason)
            throws IOException {
        registry.approve(model, environment, version, digest(registry, model, version), author, reason);
    }

    static String digest(ModelRegistry registry, String model, int version) throws IOException {
        return registry.model(model)
                .map(known -> known.state().versions().get(version))
                .map(known -> known.digest())
                .orElse("none");
    }
}
