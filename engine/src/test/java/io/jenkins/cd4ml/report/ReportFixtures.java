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
