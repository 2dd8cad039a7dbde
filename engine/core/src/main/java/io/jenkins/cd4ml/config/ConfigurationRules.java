package io.jenkins.cd4ml.config;

import io.jenkins.cd4ml.config.DataSettings.Expectation;
import io.jenkins.cd4ml.config.ValidateSettings.Bound;
import io.jenkins.cd4ml.config.ValidateSettings.Gate;
import io.jenkins.cd4ml.config.ValidateSettings.Test;
import io.jenkins.cd4ml.protocol.registry.RegistryNames;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a JSON Schema cannot say, or not in words that help. */
final class ConfigurationRules {
    private ConfigurationRules() {}

    /** Reports each violation as a JSON pointer and a sentence. */
    static void check(Configuration configuration, BiConsumer<String, String> violation) {
        List<Expectation> expectations = configuration.data().expect();
        for (int i = 0; i < expectations.size(); i++) {
            expectation(expectations.get(i), "/data/expect/" + i, violation);
        }
        List<Gate> gates = configuration.validate().gates();
        for (int i = 0; i < gates.size(); i++) {
            gate(gates.get(i), "/validate/gates/" + i, violation);
        }
        if (configuration.deploy().environment().equals(RegistryNames.CANDIDATE)) {
            violation.accept(
                    "/deploy/environment",
                    "'candidate' is the alias of the newest version, and no name of an environment: choose another, such as"
                            + " production");
        }
        judged(configuration.validate(), violation);
        steps(configuration.deploy().steps(), violation);
        holdBack(configuration.deploy(), violation);
        onInconclusive(configuration.deploy(), violation);
        requestLog(configuration.deploy().requestLog(), violation);
        command(configuration.train(), violation);
        ImageFileSettings.check(configuration, violation);
        if (configuration.split().method() == SplitSettings.Method.TIME
                && configuration.split().by() == null) {
            violation.accept("/split/method", "'split.method: time' needs 'split.by', the name of a date column");
        }
        if (configuration.split().method() == SplitSettings.Method.TIME
                && configuration.split().group() != null) {
            violation.accept(
                    "/split/group",
                    "'split.group' and 'split.by' contradict each other: a group whose dates lie on both sides of a border cannot be"
                            + " on one side; keep one");
        }
    }

    private static void expectation(Expectation expectation, String pointer, BiConsumer<String, String> violation) {
        boolean ofColumn = expectation.min() != null
                || expectation.max() != null
                || expectation.in() != null
                || expectation.matches() != null
                || expectation.type() != null
                || expectation.completeness() != null;
        if (ofColumn && expectation.column() == null) {
            violation.accept(
                    pointer,
                    "this expectation needs 'column': min, max, in, matches, type and completeness speak of one");
        }
        boolean unique = Boolean.TRUE.equals(expectation.unique());
        if (unique && expectation.column() == null && expectation.columns().isEmpty()) {
            violation.accept(pointer, "this expectation needs 'column' or 'columns': say what must be unique");
        }
        if (!ofColumn && expectation.unique() == null && expectation.rows() == null) {
            violation.accept(
                    pointer,
                    "this expectation expects nothing: add one of min, max, in, matches, type, unique, completeness, rows");
        }
        if (expectation.matches() != null) {
            try {
                Pattern.compile(expectation.matches());
            } catch (PatternSyntaxException e) {
                violation.accept(
                        pointer + "/matches",
                        "'" + expectation.matches() + "' is not a regular expression: " + e.getDescription());
            }
        }
    }

    private static void gate(Gate gate, String pointer, BiConsumer<String, String> violation) {
        if (gate.junit() != null) {
            if (gate.metric() != null || gate.from() != null || gate.min() != null || gate.versus() != null) {
                violation.accept(
                        pointer,
                        "a gate on JUnit files has no other key than 'max', the number of failures that is accepted");
            }
            return;
        }
        if (gate.metric() == null) {
            String key = pointer.substring(1).replace('/', '.') + ".metric";
            violation.accept(pointer, "'" + key + "' is missing: name of the metric");
        }
        boolean ofModel = gate.from() == null && gate.by() == null;
        if (!ofModel && (gate.versus() != null || gate.slice() != null)) {
            violation.accept(
                    pointer,
                    "'versus' and 'slice' belong to gates on the model's own metrics, not to those with "
                            + (gate.from() != null ? "'from'" : "'by'"));
        }
        if (gate.from() != null && (gate.by() != null || gate.label() != null || gate.on() != Bound.ESTIMATE)) {
            violation.accept(pointer, "a number from a file has no 'by', 'class' or 'on': give 'min' or 'max'");
        }
        if (gate.min() == null && gate.max() == null && gate.versus() == null) {
            violation.accept(
                    pointer,
                    "this gate on " + gate.metric() + " checks nothing: add min, max"
                            + (ofModel ? " or 'versus: champion'" : ""));
        }
        if (gate.versus() == null && (gate.margin() != 0 || gate.test() != Test.NOT_WORSE)) {
            violation.accept(
                    pointer, "'margin' and 'test' belong to a comparison: add 'versus: champion', or remove them");
        }
        if (gate.min() != null && gate.max() != null && gate.min() > gate.max()) {
            violation.accept(pointer, "no value is at least " + gate.min() + " and at most " + gate.max());
        }
    }

    private static void judged(ValidateSettings validate, BiConsumer<String, String> violation) {
        boolean elsewhere = validate.model() != null || validate.predictions() != null;
        if (validate.model() != null && validate.predictions() != null) {
            violation.accept("/validate/predictions", "judge 'validate.model' or 'validate.predictions', not both");
        }
        if (!elsewhere && validate.split().equals(ValidateSettings.ALL)) {
            violation.accept(
                    "/validate/split",
                    "'validate.split: all' would judge the model on rows it was trained on; it is for models that were"
                            + " not trained here (validate.model, validate.predictions)");
        }
    }

    private static void command(TrainSettings train, BiConsumer<String, String> violation) {
        if (train.algorithm() != TrainSettings.Algorithm.COMMAND) {
            return;
        }
        if (train.command().run().isEmpty()) {
            violation.accept(
                    "/train/algorithm",
                    "'train.algorithm: command' needs 'train.command.run', the program that trains, such as [python3, train.py]");
        }
    }

    private static void steps(List<Integer> steps, BiConsumer<String, String> violation) {
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i) <= steps.get(i - 1)) {
                violation.accept(
                        "/deploy/steps",
                        "'deploy.steps' must ascend: " + steps.get(i) + " comes after " + steps.get(i - 1));
            }
        }
        if (steps.get(steps.size() - 1) != 100) {
            violation.accept(
                    "/deploy/steps", "'deploy.steps' must end with 100: the candidate takes over or it does not");
        }
    }

    private static void holdBack(DeploySettings deploy, BiConsumer<String, String> violation) {
        int steps = deploy.steps().size();
        int before = steps < 2 ? 0 : deploy.steps().get(steps - 2);
        if (deploy.traffic() == DeploySettings.Traffic.LIVE && before >= 100 - deploy.holdBack()) {
            violation.accept(
                    "/deploy/holdBack",
                    "'deploy.holdBack: " + deploy.holdBack() + "' leaves " + (100 - deploy.holdBack())
                            + " % for the last step, which must be more than the " + before + " % before it");
        }
    }

    private static void onInconclusive(DeploySettings deploy, BiConsumer<String, String> violation) {
        int words = deploy.onInconclusive().size();
        int steps = deploy.steps().size();
        if (words != 1 && words != steps) {
            violation.accept(
                    "/deploy/onInconclusive",
                    "'deploy.onInconclusive' must have one word, or one for each of the " + steps + " steps, not "
                            + words);
        }
    }

    private static void requestLog(RequestLogSettings log, BiConsumer<String, String> violation) {
        if (log.totalMegabytes() < 2 * log.fileMegabytes()) {
            violation.accept(
                    "/deploy/requestLog",
                    "'deploy.requestLog.totalMegabytes' (" + log.totalMegabytes() + ") must be at least twice"
                            + " 'fileMegabytes' (" + log.fileMegabytes()
                            + "): there is always one file being written, and a finished one beside it");
        }
    }
}
