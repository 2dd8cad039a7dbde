package io.jenkins.cd4ml.validate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.config.NearestName;
import io.jenkins.cd4ml.config.ValidateSettings.Gate;
import io.jenkins.cd4ml.data.source.FileFinder;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.problem.JsonMistake;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Gates on what others have measured: JUnit XML files and numbers in JSON files. All paths are relative to the project. A file
 * that is not there is an error, not a gate that fails: nobody knows what it would have said.
 *
 * @param modelVersion of the model under judgement
 */
record FileGates(Path project, String dataVersion, String modelVersion) {
    static final long MOST_BYTES = 16L << 20;

    /** The checks of those gates that are on files, in order. */
    List<Check> judge(List<Gate> gates) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < gates.size(); i++) {
            Gate gate = gates.get(i);
            String where = "validate.gates." + i;
            if (gate.junit() != null) {
                checks.add(tests(gate, where));
            } else if (gate.from() != null) {
                double value = number(gate, where);
                if (gate.min() != null) {
                    checks.add(number(gate, value, true, gate.min()));
                }
                if (gate.max() != null) {
                    checks.add(number(gate, value, false, gate.max()));
                }
            }
        }
        return checks;
    }

    private Check tests(Gate gate, String where) throws IOException {
        boolean folder = Files.isDirectory(project.resolve(gate.junit()));
        String files = folder ? gate.junit().replaceAll("/+$", "") + "/**/*.xml" : gate.junit();
        List<String> names = new FileFinder(project, where + ".junit").find(List.of(files));
        TestReports found = TestReports.read(project, names);
        double most = gate.max() == null ? 0 : gate.max();
        boolean ran = found.tests() > found.skipped();
        boolean holds = ran && found.failures() <= most;
        String in = " in " + (found.files() == 1 ? names.get(0) : found.files() + " files");
        String message;
        if (!ran) {
            message = "no test of " + gate.junit() + " ran: " + found.tests() + " are there, " + found.skipped()
                    + " were skipped";
        } else if (found.failures() == 0) {
            message = "all " + (found.tests() - found.skipped()) + " tests passed" + in
                    + (found.skipped() == 0 ? "" : ", " + found.skipped() + " were skipped");
        } else {
            message = found.failures() + " of " + found.tests() + " tests failed" + in
                    + (most > 0 ? ", " + Sentences.plain(most) + " may" : "")
                    + (found.failed().isEmpty() ? "" : ": ")
                    + String.join(", ", found.failed())
                    + (!found.failed().isEmpty()
                                    && found.failures() > found.failed().size()
                            ? ", …"
                            : "");
        }
        return check("tests of " + gate.junit(), holds, (double) found.failures(), most, "<=", found.tests(), message);
    }

    private double number(Gate gate, String where) throws IOException {
        Path file = project.resolve(gate.from()).normalize();
        if (!file.startsWith(project.normalize()) || outside(file)) {
            throw InputException.ofKey(
                    where + ".from", "'" + gate.from() + "' is outside the project: name a file of " + project);
        }
        if (!Files.isRegularFile(file)) {
            throw InputException.ofKey(where + ".from", "there is no file '" + gate.from() + "' in " + project);
        }
        if (Files.size(file) > MOST_BYTES) {
            throw InputException.ofKey(
                    where + ".from",
                    "'" + gate.from() + "' has " + (Files.size(file) >> 20) + " MB; files of at most "
                            + (MOST_BYTES >> 20) + " MB are read");
        }
        JsonNode node;
        try {
            node = Protocol.mapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw InputException.at(gate.from(), line, null, "it is no JSON: " + JsonMistake.of(e));
        }
        return number(gate, where, node);
    }

    /** By way of links. */
    private boolean outside(Path file) throws IOException {
        return Files.exists(file) && !file.toRealPath().startsWith(project.toRealPath());
    }

    private static double number(Gate gate, String where, JsonNode file) {
        // a key that has dots itself comes first
        JsonNode node = file.path(gate.metric());
        if (node.isMissingNode()) {
            node = file;
            for (String key : gate.metric().split("\\.", -1)) {
                List<String> keys = keys(node);
                JsonNode below =
                        node.isArray() && key.matches("\\d{1,6}") ? node.path(Integer.parseInt(key)) : node.path(key);
                if (below.isMissingNode()) {
                    throw InputException.ofKey(
                            where + ".metric",
                            gate.from() + " has no '" + gate.metric() + "'"
                                    + NearestName.hint(key, keys.subList(0, Math.min(20, keys.size())), "keys there"));
                }
                node = below;
            }
        }
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw InputException.ofKey(
                    where + ".metric",
                    "'" + gate.metric() + "' of " + gate.from() + " is no finite number but "
                            + (node.isContainerNode()
                                    ? node.isArray() ? "a list" : "an object"
                                    : node.getNodeType().name().toLowerCase(java.util.Locale.ROOT)));
        }
        return node.doubleValue();
    }

    private static List<String> keys(JsonNode node) {
        return StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
                .toList();
    }

    private Check number(Gate gate, double value, boolean minimum, double limit) {
        boolean holds = minimum ? value >= limit : value <= limit;
        String sign = minimum ? ">=" : "<=";
        String side = minimum ? holds ? "at least" : "below" : holds ? "at most" : "above";
        String name = gate.metric() + " of " + gate.from();
        return check(
                name + " " + sign + " " + Sentences.plain(limit),
                holds,
                value,
                limit,
                sign,
                null,
                name + " " + Sentences.figure(value, null, value, limit) + " is " + side + " "
                        + Sentences.plain(limit));
    }

    private Check check(
            String name, boolean holds, Double value, double limit, String sign, Long size, String message) {
        return new Check(
                name,
                "gate",
                holds ? Outcome.PASSED : Outcome.FAILED,
                value,
                limit,
                sign,
                null,
                size,
                dataVersion,
                modelVersion,
                message);
    }
}
