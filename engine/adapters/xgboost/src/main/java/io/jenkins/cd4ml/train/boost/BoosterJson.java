package io.jenkins.cd4ml.train.boost;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.model.Forest;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.util.function.ToDoubleFunction;

/**
 * The JSON model of XGBoost 3 ({@code doc/model.schema} in its repository): trees as parallel arrays of nodes, leaves with a left
 * child of -1 and their value among the split conditions, numbers of the model as text.
 */
final class BoosterJson {
    private static final ObjectMapper MAPPER = mapper();

    private BoosterJson() {}

    /** The model up to that round, its best one. */
    static ObjectNode firstRounds(byte[] json, int rounds) throws IOException {
        ObjectNode root = (ObjectNode) MAPPER.readTree(json);
        ObjectNode model = (ObjectNode) root.at("/learner/gradient_booster/model");
        ArrayNode starts = (ArrayNode) model.get("iteration_indptr");
        int trees = starts.get(rounds).intValue();
        truncate(starts, rounds + 1);
        truncate((ArrayNode) model.get("trees"), trees);
        truncate((ArrayNode) model.get("tree_info"), trees);
        ((ObjectNode) model.get("gbtree_model_param")).put("num_trees", Integer.toString(trees));
        return root;
    }

    /** Its trees. */
    static Forest forest(JsonNode root) {
        JsonNode learner = root.path("learner");
        JsonNode trees = learner.at("/gradient_booster/model/trees");
        JsonNode info = learner.at("/gradient_booster/model/tree_info");
        int nodes = 0;
        for (JsonNode tree : trees) {
            nodes += tree.path("left_children").size();
        }
        if (nodes > Forest.MAX_NODES) {
            throw InputException.ofKey(
                    "train.xgboost",
                    "the trees have " + nodes + " nodes, more than the " + Forest.MAX_NODES
                            + " that a package holds; use fewer epochs or a smaller xgboost.maxDepth");
        }
        Forest forest = new Forest(
                new int[trees.size()],
                new int[trees.size()],
                new int[nodes],
                new float[nodes],
                new int[nodes],
                new int[nodes],
                new int[nodes],
                new float[nodes],
                new float[nodes],
                new float[nodes],
                base(learner));
        int offset = 0;
        for (int i = 0; i < trees.size(); i++) {
            forest.roots()[i] = offset;
            forest.outputs()[i] = info.get(i).intValue();
            offset = add(forest, trees.get(i), offset);
        }
        return forest;
    }

    private static int add(Forest forest, JsonNode tree, int offset) {
        JsonNode left = tree.path("left_children");
        for (int i = 0; i < left.size(); i++) {
            int node = offset + i;
            boolean leaf = left.get(i).intValue() < 0;
            forest.features()[node] =
                    leaf ? -1 : tree.path("split_indices").get(i).intValue();
            forest.left()[node] = leaf ? -1 : offset + left.get(i).intValue();
            forest.right()[node] =
                    leaf ? -1 : offset + tree.path("right_children").get(i).intValue();
            forest.missingLeft()[node] =
                    leaf ? 0 : tree.path("default_left").get(i).intValue();
            float condition = (float) tree.path("split_conditions").get(i).doubleValue();
            forest.thresholds()[node] = leaf ? 0 : condition;
            forest.values()[node] = leaf ? condition : 0;
            forest.gains()[node] =
                    leaf ? 0 : (float) tree.path("loss_changes").get(i).doubleValue();
            forest.covers()[node] = (float) tree.path("sum_hessian").get(i).doubleValue();
        }
        return offset + left.size();
    }

    /** Where the sums begin: of two classes the logarithm of the odds, else the number as it is. */
    private static float[] base(JsonNode learner) {
        JsonNode parameters = learner.path("learner_model_param");
        String[] texts = parameters
                .path("base_score")
                .asText()
                .replaceAll("[\\[\\] ]", "")
                .split(",");
        int outputs = Math.max(1, Integer.parseInt(parameters.path("num_class").asText("0")));
        boolean odds = learner.at("/objective/name").asText().equals("binary:logistic");
        ToDoubleFunction<String> start = text -> {
            float score = Float.parseFloat(text);
            return odds ? -(float) Math.log(1 / score - 1) : score;
        };
        float[] base = new float[outputs];
        for (int i = 0; i < outputs; i++) {
            base[i] = (float) start.applyAsDouble(texts[texts.length == 1 ? 0 : i]);
        }
        return base;
    }

    private static void truncate(ArrayNode array, int size) {
        while (array.size() > size) {
            array.remove(array.size() - 1);
        }
    }

    /** The library's own output: as long and as deep as its trees are many. */
    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxDocumentLength(-1).build());
        return mapper;
    }
}
