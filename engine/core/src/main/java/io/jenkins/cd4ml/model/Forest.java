package io.jenkins.cd4ml.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decision trees whose leaves add up. The nodes of all trees stand one after another; a tree begins at its root, and children are
 * named by their place among all nodes. An input below the threshold goes left, a missing one where the node says, any other right;
 * comparison in 32-bit floats.
 *
 * @param roots by tree
 * @param outputs by tree: the output that its leaf is added to
 * @param features by node: index in the input vector; -1 for a leaf
 * @param thresholds by node; 0 for a leaf
 * @param left by node: where inputs below the threshold go; -1 for a leaf
 * @param right by node; -1 for a leaf
 * @param missingLeft by node: 1 where missing inputs go left
 * @param values by node: what a leaf adds; 0 for a split
 * @param gains by node: how much the split lowered the training's loss; 0 for a leaf
 * @param covers by node: sum of the loss's second derivatives over the training rows that came here
 * @param base by output: where the sum begins
 */
public record Forest(
        int[] roots,
        int[] outputs,
        int[] features,
        float[] thresholds,
        int[] left,
        int[] right,
        int[] missingLeft,
        float[] values,
        float[] gains,
        float[] covers,
        float[] base) {

    /** Whole numbers up to here are exact as 32-bit floats, which is how they are stored. */
    public static final int MAX_NODES = 1 << 24;

    private static final String PREFIX = "forest.";

    /** The node after the last one of that tree. */
    public int end(int tree) {
        return tree + 1 < roots.length ? roots[tree + 1] : features.length;
    }

    /** As tensors of {@code parameters.safetensors}: {@code forest.<name>}, each of one dimension. */
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(PREFIX + "roots", tensor(roots));
        tensors.put(PREFIX + "outputs", tensor(outputs));
        tensors.put(PREFIX + "features", tensor(features));
        tensors.put(PREFIX + "thresholds", Tensor.vector(thresholds));
        tensors.put(PREFIX + "left", tensor(left));
        tensors.put(PREFIX + "right", tensor(right));
        tensors.put(PREFIX + "missing_left", tensor(missingLeft));
        tensors.put(PREFIX + "values", Tensor.vector(values));
        tensors.put(PREFIX + "gains", Tensor.vector(gains));
        tensors.put(PREFIX + "covers", Tensor.vector(covers));
        tensors.put(PREFIX + "base", Tensor.vector(base));
        return tensors;
    }

    /** Of such tensors; an {@link IllegalArgumentException} with a sentence's part where they are no forest. */
    public static Forest of(Map<String, Tensor> tensors) {
        Forest forest = new Forest(
                whole(tensors, "roots"),
                whole(tensors, "outputs"),
                whole(tensors, "features"),
                numbers(tensors, "thresholds"),
                whole(tensors, "left"),
                whole(tensors, "right"),
                whole(tensors, "missing_left"),
                numbers(tensors, "values"),
                numbers(tensors, "gains"),
                numbers(tensors, "covers"),
                numbers(tensors, "base"));
        forest.requireTrees();
        return forest;
    }

    private void requireTrees() {
        int nodes = features.length;
        for (int[] each : new int[][] {left, right, missingLeft}) {
            require(each.length == nodes, "not every node is whole");
        }
        require(values.length == nodes && thresholds.length == nodes, "not every node is whole");
        require(gains.length == nodes && covers.length == nodes, "not every node is whole");
        require(outputs.length == roots.length, "not every tree has an output");
        for (int tree = 0; tree < roots.length; tree++) {
            require(outputs[tree] >= 0 && outputs[tree] < base.length, "a tree has no output");
            require(roots[tree] >= 0 && roots[tree] < end(tree) && end(tree) <= nodes, "a tree has no node");
            for (int node = roots[tree]; node < end(tree); node++) {
                // Children stand behind their parent, so there is no way in circles.
                boolean leaf = features[node] < 0;
                require(leaf || inside(left[node], node, tree) && inside(right[node], node, tree), "a child is astray");
            }
        }
    }

    private boolean inside(int child, int parent, int tree) {
        return child > parent && child < end(tree);
    }

    private static int[] whole(Map<String, Tensor> tensors, String name) {
        float[] values = numbers(tensors, name);
        int[] whole = new int[values.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (int) values[i];
        }
        return whole;
    }

    private static float[] numbers(Map<String, Tensor> tensors, String name) {
        Tensor tensor = tensors.get(PREFIX + name);
        require(tensor != null, "it has no " + PREFIX + name);
        return tensor.values();
    }

    private static Tensor tensor(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return Tensor.vector(floats);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
