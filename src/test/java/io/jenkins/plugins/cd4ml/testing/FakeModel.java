package io.jenkins.plugins.cd4ml.testing;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.DigestUtils;

/** Pieces of pipelines in which {@link FakeEngine} packages and deploys. A package is known by one word. */
public final class FakeModel {
    private FakeModel() {}

    /** {@code sha256:…} of the package that {@link #packaging} makes. */
    public static String digest(String word) {
        return "sha256:" + DigestUtils.sha256Hex(word.getBytes(StandardCharsets.UTF_8));
    }

    /** The project, and a package in the build's run, as the engine leaves it. */
    public static String packaging(String model, String word) {
        return packageFiles(model, word) + packageModel(model, word);
    }

    /** The same without the step. */
    public static String packageFiles(String model, String word) {
        return project(model)
                + "writeFile file: \".cd4ml/runs/build-${env.BUILD_NUMBER}/package/SHA256SUMS\", text: '%s'\n"
                        .formatted(word)
                + "writeFile file: \".cd4ml/runs/build-${env.BUILD_NUMBER}/package/model.onnx\", text: 'a model'\n";
    }

    /** {@code cd4ml.yaml} with nothing but what the controller reads. */
    public static String project(String model) {
        return "writeFile file: 'cd4ml.yaml', text: 'model: %s\\ndeploy: {environment: production}'\n".formatted(model);
    }

    /** The step alone. */
    public static String packageModel(String model, String word) {
        return answer(packaged(model, word)) + "def packaged = packageModel()\necho \"version ${packaged.version}\"\n";
    }

    /** The step alone, for the package of that word. */
    public static String deploying(String model, String word, boolean promoted, String arguments) {
        return answer(deployed(model, word, promoted, "production"))
                + "def deployed = deployCanary(%s)\n".formatted(arguments);
    }

    /** Has the engine answer with that, at once. */
    public static String answer(String answer) {
        return "writeFile file: 'answer.json', text: '''" + answer.replace("\\", "\\\\")
                + "'''\nwriteFile file: 'behave', text: ''\n";
    }

    /** Has the engine wait for a file {@code go} first. */
    public static String waiting() {
        return "writeFile file: 'behave', text: 'wait'\n";
    }

    /** A whole result of {@code packageModel}. */
    public static String packaged(String model, String word) {
        String detail =
                """
                {"reference": {"model": "%s", "digest": "%s", "path": ".cd4ml/runs/RUN/package"}, "formats": ["onnx"], \
                "bytes": 7, "files": {"model.onnx": 7}, "inputs": [], "outputs": [], "aliases": [], \
                "parity": {"rows": 10, "maxDifference": 0.0, "tolerance": 0.001, "labelsDiffering": 0}}"""
                        .formatted(model, digest(word));
        return of(model, "packageModel", "PASSED", "packaged", detail);
    }

    /** A whole result of {@code deployCanary}. */
    public static String deployed(String model, String word, boolean promoted, String environment) {
        String detail =
                """
                {"environment": "%s", "candidate": {"model": "%s", "digest": "%s", "path": ".cd4ml/runs/RUN/package"}, \
                "decision": "%s", "reason": "%s", "traffic": "replay", "steps": [], "processes": []}"""
                        .formatted(
                                environment,
                                model,
                                digest(word),
                                promoted ? "PROMOTED" : "ROLLED_BACK",
                                promoted ? "it passed every step" : "too many errors");
        return of(model, "deployCanary", promoted ? "PASSED" : "FAILED", promoted ? "promoted" : "rolled back", detail);
    }

    private static String of(String model, String stage, String verdict, String summary, String detail) {
        return Answers.of(stage, verdict, summary, detail, "[]")
                .replace("\"model\": \"weather\", \"verdict\"", "\"model\": \"" + model + "\", \"verdict\"");
    }
}
