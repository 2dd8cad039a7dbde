package io.jenkins.plugins.cd4ml.testing;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.DigestUtils;

/** Pieces of pipelines in which {@link FakeEngine} packages and deploys. A package is known by one word. */
public final class FakeModel {
    /** The data version of all. */
    public static final String DATA = digest("data");

    /** What decides, of all. */
    public static final String GATES = digest("gates");

    private FakeModel() {}

    /** {@code sha256:…} of the package that {@link #packaging} makes. */
    public static String digest(String word) {
        return "sha256:" + DigestUtils.sha256Hex(word.getBytes(StandardCharsets.UTF_8));
    }

    /** Digest of the trained model whose package {@link #packaging} makes. */
    public static String modelDigest(String word) {
        return digest("the model of " + word);
    }

    /** The project, a model that passes its validation, and its package in the build's run, as the engine leaves it. */
    public static String packaging(String model, String word) {
        return packageFiles(model, word) + validating(model, word, "PASSED", "") + packageModel(model, word);
    }

    /** The step that validates the model of that word. */
    public static String validating(String model, String word, String verdict, String arguments) {
        return answer(validated(model, word, verdict, "")) + "validateModel(%s)\n".formatted(arguments);
    }

    /** A whole result of {@code validateModel}; the overrides are a list of JSON texts. */
    public static String validated(String model, String word, String verdict, String overrides) {
        String outcome =
                verdict.equals("PASSED") ? "PASSED" : verdict.equals("INCONCLUSIVE") ? "INCONCLUSIVE" : "FAILED";
        String checks =
                """
                [{"name": "accuracy >= 0.75", "group": "gate", "outcome": "%s", "value": 0.8, "threshold": 0.75, \
                "comparison": ">=", "message": "accuracy 0.8"}]"""
                        .formatted(outcome);
        String detail =
                """
                {"task": "classification", "split": "test", "rows": 10, "slices": [], "metrics": [{"name": "accuracy", \
                "value": 0.8, "sampleSize": 10, "higherIsBetter": true}], "evidence": {"gates": [], "reuse": \
                {"judgements": 0, "spent": 0.0, "tail": 0.05, "entry": {"at": "2026-11-21T10:00:02Z", "run": "RUN", \
                "model": "%s", "dataVersion": "%s", "gates": "%s", "verdict": "%s", "rows": 10, "sketch": "%s"}}}}"""
                        .formatted(modelDigest(word), DATA, GATES, verdict, word);
        return linked(Answers.of("validateModel", verdict, "accuracy 0.8", detail, checks), word, overrides)
                .replace("\"model\": \"weather\", \"verdict\"", "\"model\": \"" + model + "\", \"verdict\"");
    }

    /** With the digests that bind it to the model of that word. */
    public static String linked(String result, String word, String overrides) {
        return result.replace(
                "\"files\": []",
                """
                "link": {"dataVersion": "%s", "model": "%s", "gates": "%s", "modelPackage": "%s", "overrides": [%s]},
                "provenance": {"dataVersion": "%s", "configuration": "c", "engine": "1.0", "libraries": {}, "java": "17", \
                "system": "Linux"}, "files": []"""
                        .formatted(DATA, modelDigest(word), GATES, digest(word), overrides, DATA));
    }

    /** The same without the step. */
    public static String packageFiles(String model, String word) {
        return project(model)
                + "writeFile file: \".cd4ml/runs/build-${env.BUILD_NUMBER}/package/SHA256SUMS\", text: '%s'\n"
                        .formatted(word)
                + "writeFile file: \".cd4ml/runs/build-${env.BUILD_NUMBER}/package/model.onnx\", text: 'a model'\n";
    }

    /** {@code cd4ml.yaml} with nothing but what the controller reads; what is not judged becomes a version that is marked so. */
    public static String project(String model) {
        return project(model, "\\npackage: {register: unlessFailed}");
    }

    /** The same with other sections, lines of YAML. */
    public static String project(String model, String sections) {
        return "writeFile file: 'cd4ml.yaml', text: 'model: %s\\ndeploy: {environment: production}%s'\n"
                .formatted(model, sections);
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
        return linked(of(model, "packageModel", "PASSED", "packaged", detail), word, "");
    }

    /** A whole result of {@code deployCanary}. */
    public static String deployed(String model, String word, boolean promoted, String environment) {
        String detail =
                """
                {"environment": "%s", "candidate": {"model": "%s", "digest": "%s", "path": ".cd4ml/runs/RUN/package"}, \
                "decision": "%s", "reason": "%s", "traffic": "replay", "steps": [{"weight": 10, "started": "2026-11-21T10:00:00Z", "finished": "2026-11-21T10:00:01Z", \
                "checks": []}], "processes": []}"""
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
