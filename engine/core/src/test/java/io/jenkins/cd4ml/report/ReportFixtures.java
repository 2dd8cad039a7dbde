package io.jenkins.cd4ml.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Results as runs of the weather example leave them, and the same with what no small run has. */
final class ReportFixtures {
    private ReportFixtures() {}

    /** All six stages, all passed. */
    static List<StageResult> passed() {
        return read("data", "train", "validate", "package", "canary", "drift");
    }

    /** A run whose model was not good enough: nothing after validation ran. */
    static List<StageResult> rejected() {
        return read("data", "train", "validate-rejected");
    }

    /** A run whose canary was rolled back at its second step. */
    static List<StageResult> rolledBack() {
        return read("data", "train", "validate", "package", "canary-rolled-back");
    }

    /** The results in these files of {@code src/test/resources/report}. */
    static List<StageResult> read(String... names) {
        return List.of(names).stream().map(name -> result(text(name))).toList();
    }

    /** The golden results that the stages' own tests wrote. */
    static List<StageResult> golden() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("protocol/src/test/resources/golden"))) {
            List<Path> results = files.filter(file -> file.toString().endsWith(".result.json"))
                    .sorted()
                    .toList();
            List<StageResult> read = new ArrayList<>();
            for (Path file : results) {
                read.add(result(Files.readString(file)));
            }
            return read;
        }
    }

    /** A stage that did not get as far as a detail. */
    static StageResult stopped(Stage stage, Verdict verdict, Problem problem) {
        Instant start = Instant.parse("2026-11-21T08:51:22Z");
        return StageResult.of(stage, "20261121-085102", "seattle-weather", verdict, problem.message())
                .problem(problem)
                .time(start, start.plusMillis(740))
                .build();
    }

    /** A drift result of many columns, every one with its histograms, as a wide table gives; every tenth has drifted. */
    static StageResult wideDrift(int columns) {
        return changed("drift-two-columns", tree -> {
            ArrayNode all = (ArrayNode) tree.at("/detail/columns");
            JsonNode[] patterns = {all.get(0).deepCopy(), all.get(2).deepCopy()};
            all.removeAll();
            ArrayNode checks = tree.putArray("checks");
            for (int i = 0; i < columns; i++) {
                ObjectNode column = patterns[i % 10 == 0 ? 0 : 1].deepCopy();
                all.add(column.put("column", "sensor_" + i));
                checks.addObject()
                        .put("name", "drift: sensor_" + i)
                        .put("group", "drift")
                        .put("outcome", i % 10 == 0 ? "FAILED" : "PASSED")
                        .put("message", column.path("message").asText());
            }
            ((ObjectNode) tree.get("detail")).put("testedColumns", columns);
            return tree;
        });
    }

    /**
     * The validation with a comparison that its rows cannot decide, after three champions that each lost a little; the rows have judged two
     * other models.
     */
    static StageResult inconclusive() {
        return changed("validate", tree -> {
            ObjectNode check = (ObjectNode) tree.get("checks").get(1);
            String message =
                    "accuracy 0.826 may be worse than the champion's 0.836 by more than 0.02: the difference -0.010"
                            + " [-0.041, 0.021] reaches below -0.02 (341 rows); these rows can exclude a loss of 0.05; for 0.02 it takes"
                            + " about 1,960 rows or a margin of 0.05, or log_loss, which sees as much as with 4 times as many rows";
            check.put("name", "accuracy versus champion, margin 0.02")
                    .put("outcome", "INCONCLUSIVE")
                    .put("value", -.01)
                    .put("threshold", -.02)
                    .put("message", message);
            check.putObject("interval").put("lower", -.041).put("upper", .021).put("confidence", .95);
            tree.put("verdict", "INCONCLUSIVE").put("summary", "Inconclusive: " + message);
            ObjectNode evidence = ((ObjectNode) tree.get("detail")).putObject("evidence");
            ArrayNode gates = evidence.putArray("gates");
            gates.addObject()
                    .put("check", "accuracy versus champion, margin 0.02")
                    .put("smallestLoss", .0444)
                    .put("rowsNeeded", 1962)
                    .put("passIfEqual", .24)
                    .put("better", "log_loss, which sees as much as with 4 times as many rows");
            gates.addObject().put("check", "recall for rain versus champion").put("smallestLoss", .1);
            evidence.put("passIfEqual", .18).put("onInconclusive", "fail");
            ObjectNode chain = evidence.putArray("champions").addObject();
            chain.put("metric", "accuracy")
                    .put("higherIsBetter", true)
                    .put("margin", .02)
                    .put("omitted", 0)
                    .put("best", 1)
                    .put("lost", .035);
            ArrayNode steps = chain.putArray("steps");
            steps.addObject().put("version", 1).put("sum", 0);
            step(steps.addObject().put("version", 2), 1, -.012, -.012);
            steps.addObject().put("version", 3).put("before", 2).put("sum", -.012);
            step(steps.addObject().put("version", 4), 3, -.013, -.025);
            step(steps.addObject(), 4, -.01, -.035);
            ObjectNode reuse = evidence.putObject("reuse");
            reuse.put("judgements", 2)
                    .put("spent", 1.5)
                    .put("tail", .00714)
                    .put("policy", "correct")
                    .put("freshRows", 320);
            ObjectNode earlier = reuse.putArray("earlier").addObject();
            earlier.put("run", "7").put("verdict", "FAILED").put("share", .5).put("sameModel", false);
            return tree;
        });
    }

    private static void step(ObjectNode step, int before, double difference, double sum) {
        step.put("before", before)
                .put("difference", difference)
                .put("rows", 341)
                .put("sum", sum);
        step.putObject("interval")
                .put("lower", difference - .03)
                .put("upper", difference + .03)
                .put("confidence", .95);
    }

    /** A fixture with something changed in its JSON. */
    static StageResult changed(String name, UnaryOperator<ObjectNode> change) {
        try {
            return result(change.apply((ObjectNode) Protocol.mapper().readTree(text(name)))
                    .toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StageResult result(String json) {
        try {
            return Protocol.readResult(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of one fixture. */
    static String text(String name) {
        try (InputStream in = ReportFixtures.class.getResourceAsStream("/report/" + name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
