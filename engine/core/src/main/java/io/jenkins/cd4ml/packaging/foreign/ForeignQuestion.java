package io.jenkins.cd4ml.packaging.foreign;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.model.Task;
import java.util.List;
import java.util.Map;

/**
 * How to ask an ONNX file that was made elsewhere.
 *
 * @param path absolute path of the file
 * @param name the path as the configuration says it, for messages
 * @param columns columns of the rows, in the order of the numbers in a single input tensor
 * @param inputs column by name of an input, where the two differ
 * @param classes labels in the order of a plain tensor's columns; empty: not told
 * @param known the target's classes in the data
 * @param sensitive whether no class may be named in a message
 * @param labels class by what the model writes for it; what is not there is a class's own name
 * @param output name of the output that answers; null: the first that can
 */
public record ForeignQuestion(
        String path,
        String name,
        Task task,
        List<String> columns,
        Map<String, String> inputs,
        List<String> classes,
        List<String> known,
        boolean sensitive,
        Map<String, String> labels,
        String output) {
    static final ObjectMapper JSON = new ObjectMapper();

    /** The class that the model means. */
    String classOf(Object label) {
        String text = String.valueOf(label);
        return labels.getOrDefault(text, text);
    }

    /**
     * What the file is to say.
     *
     * @param labelsOnly whether it answers with labels, not probabilities
     */
    record Answered(List<String> classes, boolean labelsOnly) {}
}
