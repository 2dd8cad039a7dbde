package io.jenkins.cd4ml.packaging;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.jenkins.cd4ml.model.Forest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A forest as one {@code TreeEnsembleRegressor} of ai.onnx.ml 3. Its comparison {@code BRANCH_LT} is that of the forest: below the
 * threshold to the true branch, and a missing input where {@code nodes_missing_value_tracks_true} says so, else to the false one.
 */
final class OnnxForest {
    private OnnxForest() {}

    /** Adds the nodes and returns the name of the logits [rows, classes], or of the numbers [rows, 1]. */
    static String add(OnnxGraph graph, Forest forest, String vector, int classes) {
        String sums = graph.node(
                "forest/sums", OnnxGraph.ML_DOMAIN, "TreeEnsembleRegressor", List.of(vector), attributes(forest));
        if (classes != 2) {
            return sums;
        }
        // The softmax of 0 and z is 1 - p and p of the logistic function.
        String zeros = graph.node("forest/zeros", "Sub", List.of(sums, sums));
        return graph.node("forest/logits", "Concat", List.of(zeros, sums), OnnxGraph.integer("axis", 1));
    }

    private static AttributeProto[] attributes(Forest forest) {
        Nodes nodes = new Nodes();
        for (int tree = 0; tree < forest.roots().length; tree++) {
            for (int node = forest.roots()[tree]; node < forest.end(tree); node++) {
                nodes.add(forest, tree, node);
            }
        }
        List<AttributeProto> attributes = new ArrayList<>(nodes.attributes());
        attributes.add(OnnxGraph.integer("n_targets", forest.base().length));
        attributes.add(OnnxGraph.numbers("base_values", forest.base()));
        attributes.add(OnnxGraph.text("aggregate_function", "SUM"));
        attributes.add(OnnxGraph.text("post_transform", "NONE"));
        return attributes.toArray(AttributeProto[]::new);
    }

    /** The operator's parallel lists. */
    private static final class Nodes {
        private final List<Long> trees = new ArrayList<>();
        private final List<Long> ids = new ArrayList<>();
        private final List<Long> features = new ArrayList<>();
        private final List<Float> thresholds = new ArrayList<>();
        private final List<String> modes = new ArrayList<>();
        private final List<Long> below = new ArrayList<>();
        private final List<Long> others = new ArrayList<>();
        private final List<Long> missing = new ArrayList<>();
        private final List<Long> leafTrees = new ArrayList<>();
        private final List<Long> leafIds = new ArrayList<>();
        private final List<Long> leafTargets = new ArrayList<>();
        private final List<Float> leafValues = new ArrayList<>();

        void add(Forest forest, int tree, int node) {
            int root = forest.roots()[tree];
            boolean leaf = forest.features()[node] < 0;
            trees.add((long) tree);
            ids.add((long) node - root);
            features.add(leaf ? 0L : forest.features()[node]);
            thresholds.add(forest.thresholds()[node]);
            modes.add(leaf ? "LEAF" : "BRANCH_LT");
            below.add(leaf ? 0L : forest.left()[node] - root);
            others.add(leaf ? 0L : forest.right()[node] - root);
            missing.add((long) forest.missingLeft()[node]);
            if (leaf) {
                leafTrees.add((long) tree);
                leafIds.add((long) node - root);
                leafTargets.add((long) forest.outputs()[tree]);
                leafValues.add(forest.values()[node]);
            }
        }

        List<AttributeProto> attributes() {
            return List.of(
                    OnnxGraph.integers("nodes_treeids", trees),
                    OnnxGraph.integers("nodes_nodeids", ids),
                    OnnxGraph.integers("nodes_featureids", features),
                    OnnxGraph.numbers("nodes_values", array(thresholds)),
                    OnnxGraph.texts("nodes_modes", modes),
                    OnnxGraph.integers("nodes_truenodeids", below),
                    OnnxGraph.integers("nodes_falsenodeids", others),
                    OnnxGraph.integers("nodes_missing_value_tracks_true", missing),
                    OnnxGraph.integers("target_treeids", leafTrees),
                    OnnxGraph.integers("target_nodeids", leafIds),
                    OnnxGraph.integers("target_ids", leafTargets),
                    OnnxGraph.numbers("target_weights", array(leafValues)));
        }

        private static float[] array(List<Float> values) {
            float[] array = new float[values.size()];
            IntStream.range(0, array.length).forEach(i -> array[i] = values.get(i));
            return array;
        }
    }
}
