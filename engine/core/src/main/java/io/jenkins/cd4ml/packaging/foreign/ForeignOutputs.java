package io.jenkins.cd4ml.packaging.foreign;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.onnx.OnnxInspection;
import io.jenkins.cd4ml.problem.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which outputs of a model answer.
 *
 * @param answers one output, or one for each of {@code classes}
 * @param classes of the outputs where each class has one (skl2onnx with {@code zipmap: 'columns'}); else empty
 * @param label the output with the file's own label, where a plain tensor answers; null where there is none
 * @param single whether 32-bit floats, or still coarser ones, answer
 */
record ForeignOutputs(List<String> answers, List<String> classes, String label, boolean single) {
    private static final Set<OnnxJavaType> NUMBERS =
            Set.of(OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE, OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16);

    /** What skl2onnx writes before a class: {@code i} before a number, {@code s} before a text. */
    private static final List<String> PREFIXES = List.of("", "i", "s", "probability_", "prob_", "proba_");

    /** How well an output suits. */
    private enum Fit {
        MAPS,
        PROBABILITIES,
        MATRIX,
        NUMBER,
        LABEL,
        NONE
    }

    private static final List<Fit> OF_CLASSES = List.of(Fit.MAPS, Fit.PROBABILITIES, Fit.MATRIX, Fit.NUMBER, Fit.LABEL);
    private static final List<Fit> OF_NUMBERS = List.of(Fit.NUMBER, Fit.MATRIX);

    /** Chooses the outputs that answer the question. */
    static ForeignOutputs of(ForeignQuestion question, Map<String, NodeInfo> outputs) {
        boolean classes = question.task() == Task.CLASSIFICATION;
        if (question.output() != null) {
            if (!outputs.containsKey(question.output())) {
                throw new InputException(question.name() + " has no output '" + question.output() + "'; it has "
                        + names(outputs.values()));
            }
            return one(question.output(), outputs, classes);
        }
        for (Fit wanted : classes ? OF_CLASSES : OF_NUMBERS) {
            List<String> fitting = outputs.values().stream()
                    .filter(info -> fit(info, classes) == wanted)
                    .map(NodeInfo::getName)
                    .toList();
            if (wanted == Fit.NUMBER && classes && fitting.size() > 1) {
                return columns(question, fitting, outputs);
            }
            if (!fitting.isEmpty()) {
                return one(fitting.get(0), outputs, classes);
            }
        }
        throw new InputException(question.name() + " has no output with "
                + (classes ? "probabilities or labels" : "one number a row") + "; it has "
                + described(outputs.values()) + ", and known are tensors [rows, "
                + (classes ? "classes" : "1")
                + "] of floating-point numbers" + (classes ? ", maps by class and labels" : ""));
    }

    private static boolean isSingle(List<String> answers, Map<String, NodeInfo> outputs) {
        return answers.stream().allMatch(output -> {
            ValueInfo info = outputs.get(output).getInfo();
            OnnxJavaType type = info instanceof SequenceInfo sequence && sequence.isSequenceOfMaps()
                    ? sequence.mapInfo.valueType
                    : info instanceof TensorInfo tensor ? tensor.type : OnnxJavaType.UNKNOWN;
            return type != OnnxJavaType.DOUBLE;
        });
    }

    private static ForeignOutputs one(String output, Map<String, NodeInfo> outputs, boolean classes) {
        boolean plain = outputs.get(output).getInfo() instanceof TensorInfo tensor && NUMBERS.contains(tensor.type);
        String label = !classes || !plain
                ? null
                : outputs.values().stream()
                        .filter(info -> fit(info, true) == Fit.LABEL)
                        .map(NodeInfo::getName)
                        .findFirst()
                        .orElse(null);
        return new ForeignOutputs(List.of(output), List.of(), label, isSingle(List.of(output), outputs));
    }

    /** One tensor a class, known by its name. */
    private static ForeignOutputs columns(ForeignQuestion question, List<String> outputs, Map<String, NodeInfo> all) {
        List<String> classes = new ArrayList<>();
        List<String> strangers = new ArrayList<>();
        for (String output : outputs) {
            classOf(question, output)
                    .filter(name -> !classes.contains(name))
                    .ifPresentOrElse(classes::add, () -> strangers.add(output));
        }
        if (!strangers.isEmpty()) {
            throw new InputException(question.name() + " has an output of one number a row each as "
                    + shown(outputs) + ", and "
                    + shown(strangers) + (strangers.size() == 1 ? " is" : " are")
                    + " not called like a class of the target: name the output that answers in"
                    + " validate.model.output, or map its labels to the data's words in data.labels");
        }
        return new ForeignOutputs(outputs, List.copyOf(classes), null, isSingle(outputs, all));
    }

    private static Optional<String> classOf(ForeignQuestion question, String output) {
        for (String prefix : PREFIXES) {
            if (output.startsWith(prefix)) {
                String rest = output.substring(prefix.length());
                String meant = question.classOf(rest);
                for (String known : question.known()) {
                    if (known.equals(meant) || identifier(known).equals(rest)) {
                        return Optional.of(known);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** A class as exporters write it where only letters, digits and underscores may stand. */
    private static String identifier(String name) {
        return name.replaceAll("[^A-Za-z0-9_]", "_");
    }

    private static Fit fit(NodeInfo info, boolean classes) {
        if (info.getInfo() instanceof SequenceInfo sequence) {
            return classes && sequence.isSequenceOfMaps() ? Fit.MAPS : Fit.NONE;
        }
        if (!(info.getInfo() instanceof TensorInfo tensor)) {
            return Fit.NONE;
        }
        long[] shape = tensor.getShape();
        if (NUMBERS.contains(tensor.type) && shape.length == 2 && shape[1] != 1) {
            boolean named = info.getName().toLowerCase(Locale.ROOT).contains("prob");
            return classes && named ? Fit.PROBABILITIES : Fit.MATRIX;
        }
        if (NUMBERS.contains(tensor.type) && (shape.length == 2 || shape.length == 1)) {
            return Fit.NUMBER;
        }
        boolean label = tensor.type == OnnxJavaType.STRING || tensor.type == OnnxJavaType.INT64;
        return classes && label && shape.length <= 2 ? Fit.LABEL : Fit.NONE;
    }

    private static String names(Collection<NodeInfo> outputs) {
        return shown(outputs.stream().map(NodeInfo::getName).toList());
    }

    private static String shown(List<String> names) {
        return String.join(", ", names.stream().map(OnnxInspection::shown).toList());
    }

    private static String described(Collection<NodeInfo> outputs) {
        return String.join(
                ", ",
                outputs.stream()
                        .map(info -> OnnxInspection.shown(info.getName())
                                + (info.getInfo() instanceof TensorInfo tensor
                                        ? " (" + tensor.type + " " + Arrays.toString(tensor.getShape()) + ")"
                                        : ""))
                        .toList());
    }
}
