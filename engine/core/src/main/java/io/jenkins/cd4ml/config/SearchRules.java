package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.config.SearchSettings.Dimension;
import io.jenkins.cd4ml.config.TrainSettings.Algorithm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What is wrong with a search space: empty, backward or contradictory ranges, settings that are not there or are given already. */
final class SearchRules {
    private static final String SPACE = "/train/search/space";

    /** Settings that are about the training's process, or that the others' defaults depend on. */
    private static final Set<String> FIXED =
            Set.of("algorithm", "seed", "threads", "heap", "checkpointSeconds", "search", "crossValidation");

    private static final String PROGRAM = "command.settings.";

    private SearchRules() {}

    /** {@code tree}: the configuration as written, without defaults. */
    static void check(JsonNode tree, Configuration configuration, BiConsumer<String, String> violation) {
        JsonNode search = tree.at("/train/search");
        if (search.isMissingNode()) {
            return;
        }
        Map<String, Dimension> space = configuration.train().search().space();
        if (space.isEmpty()) {
            violation.accept(SPACE, "'train.search.space' is empty: name at least one setting to try");
        }
        space.forEach((key, dimension) -> {
            String name = "'train.search.space." + key + "' ";
            String pointer = SPACE + "/" + key;
            boolean byProgram = configuration.train().algorithm() == Algorithm.COMMAND;
            if (byProgram && !key.startsWith(PROGRAM)) {
                violation.accept(
                        pointer,
                        name + "cannot be searched: a program is given its own settings alone, such as '" + PROGRAM
                                + "c'");
            }
            if (!byProgram && key.startsWith("command.")) {
                violation.accept(pointer, name + "cannot be searched: it is for 'train.algorithm: command'");
            }
            if (FIXED.contains(key.split("\\.")[0])) {
                violation.accept(pointer, name + "cannot be searched: it belongs to the training as a whole");
            }
            if (!tree.at("/train/" + key.replace('.', '/')).isMissingNode()) {
                violation.accept(pointer, name + "is searched, and 'train." + key + "' is given as well: remove one");
            }
            String wrong = range(dimension);
            if (wrong != null) {
                violation.accept(pointer, name + wrong);
            }
            values(dimension)
                    .forEach(value -> allowed(key, value, message -> violation.accept(pointer, name + message)));
        });
    }

    /** What is wrong with a dimension by itself; null for nothing. */
    private static String range(Dimension dimension) {
        long kinds = Stream.of(dimension.whole(), dimension.real(), dimension.log(), dimension.choice())
                .filter(kind -> kind != null)
                .count();
        if (kinds != 1) {
            return "must have one of int, float, log and choice, not " + (kinds == 0 ? "none" : "several");
        }
        if (dimension.choice() != null) {
            return dimension.choice().isEmpty() ? "has nothing to choose from: list at least one value" : null;
        }
        List<? extends Number> range = dimension.whole() != null
                ? dimension.whole()
                : dimension.real() != null ? dimension.real() : dimension.log();
        if (range.size() != 2) {
            return "must give the smallest and the largest value: [from, to]";
        }
        double from = range.get(0).doubleValue();
        double to = range.get(1).doubleValue();
        if (from > to) {
            return "is empty: no value is at least " + range.get(0) + " and at most " + range.get(1);
        }
        return dimension.log() != null && from <= 0 ? "must be above 0 for log, not " + range.get(0) : null;
    }

    private static List<?> values(Dimension dimension) {
        return Stream.of(dimension.whole(), dimension.real(), dimension.log(), dimension.choice())
                .filter(kind -> kind != null)
                .findFirst()
                .orElse(List.of());
    }

    /** Whether the schema takes that value there. */
    private static void allowed(String key, Object value, java.util.function.Consumer<String> violation) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", "m").putObject("data").put("path", "x");
        ObjectNode at = root.putObject("train");
        String[] path = key.split("\\.");
        for (int i = 0; i < path.length - 1; i++) {
            at = at.putObject(path[i]);
        }
        at.set(path[path.length - 1], ConfigurationReader.MAPPER.valueToTree(value));
        ConfigurationSchema.findings(root).stream()
                .findFirst()
                .ifPresent(finding -> violation.accept("cannot be " + value + ": " + finding.message()));
    }
}
