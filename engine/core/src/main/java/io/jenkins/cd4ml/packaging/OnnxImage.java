package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec.Image;
import io.jenkins.cd4ml.model.Tensor;
import java.util.List;

/** The input vector as an image and its convolutions, as {@link Image} says. */
final class OnnxImage {
    private OnnxImage() {}

    /** Adds the nodes and returns the name of what goes into the first dense layer, [rows, {@link Image#outputs()}]. */
    static String add(OnnxGraph graph, ModelFolder model, String vector) {
        Image image = model.spec().image();
        String shape = graph.longs("image/shape", new long[] {-1, image.height(), image.width(), image.channels()}, 4);
        String pixels = graph.node("image/pixels", "Reshape", List.of(vector, shape));
        String value = graph.node(
                "image/channels", "Transpose", List.of(pixels), OnnxGraph.integers("perm", List.of(0L, 3L, 1L, 2L)));
        for (int i = 0; i < image.filters().size(); i++) {
            value = block(graph, model, i, value);
        }
        String flat = graph.longs("image/flat/shape", new long[] {-1, image.outputs()}, 2);
        return graph.node("image/flat", "Reshape", List.of(value, flat));
    }

    private static String block(OnnxGraph graph, ModelFolder model, int i, String value) {
        String name = "convolutions/" + i;
        Tensor weight = model.tensors().get(Image.weightName(i));
        Tensor bias = model.tensors().get(Image.biasName(i));
        String convolved = graph.node(
                name + "/convolved",
                "Conv",
                List.of(
                        value,
                        graph.floats(name + "/weight", weight.values(), weight.shape()),
                        graph.floats(name + "/bias", bias.values(), bias.shape())),
                OnnxGraph.integers("kernel_shape", List.of((long) Image.WINDOW, (long) Image.WINDOW)),
                OnnxGraph.integers("pads", List.of(1L, 1L, 1L, 1L)));
        String positive = graph.node(name + "/relu", "Relu", List.of(convolved));
        return graph.node(
                name + "/largest",
                "MaxPool",
                List.of(positive),
                OnnxGraph.integers("kernel_shape", List.of(2L, 2L)),
                OnnxGraph.integers("strides", List.of(2L, 2L)));
    }
}
