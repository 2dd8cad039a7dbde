package io.jenkins.cd4ml.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.fail;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Programs that no one here wrote and that know the right answer. On CI's machine a missing one is a failure; elsewhere the
 * test is skipped with a loud line.
 */
public final class Oracle {
    private static final String PYTHON = "/usr/bin/python3";

    private Oracle() {}

    /**
     * Runs a Python script of the system's Python that needs these modules and prints one JSON document.
     *
     * @param input written to the script's standard input
     */
    public static JsonNode python(List<String> modules, String script, String input) throws Exception {
        require("python3 with " + modules, List.of(PYTHON, "-c", "import " + String.join(", ", modules)));
        String output = run(List.of(PYTHON, "-c", script), input);
        return new ObjectMapper().readTree(output);
    }

    /** Makes sure that this command exits with 0; {@code name} says what is missing otherwise. */
    public static void require(String name, List<String> probe) throws Exception {
        boolean there;
        try {
            Process process = new ProcessBuilder(probe)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            there = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            there = false;
        }
        if (!there && "true".equals(System.getenv("CI"))) {
            fail("CI lacks the oracle " + name + ": .ci/run must install it");
        }
        if (!there) {
            System.err.println("SKIPPED: no " + name + " on this machine, nothing was compared with it");
        }
        assumeTrue(name, there);
    }

    /** Runs a command, gives it the input, returns what it printed; fails when its exit code is not 0. */
    public static String run(List<String> command, String input) throws Exception {
        Path stdin = Files.createTempFile("oracle", ".in");
        Path stderr = Files.createTempFile("oracle", ".err");
        try {
            Files.writeString(stdin, input);
            Process process = new ProcessBuilder(new ArrayList<>(command))
                    .redirectInput(stdin.toFile())
                    .redirectError(stderr.toFile())
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(command.get(0) + ": " + Files.readString(stderr), 0, process.waitFor());
            return output;
        } finally {
            Files.deleteIfExists(stdin);
            Files.deleteIfExists(stderr);
        }
    }
}
