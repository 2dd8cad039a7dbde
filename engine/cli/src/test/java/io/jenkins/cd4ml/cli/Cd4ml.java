package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The {@code cd4ml} command in a process of its own, as a person starts it, in a copy of the weather example. */
final class Cd4ml {
    private static final Path EXAMPLES = Path.of("../examples");

    private final Path project;
    private final List<String> prefix;

    private Cd4ml(Path project, List<String> prefix) {
        this.project = project;
        this.prefix = prefix;
    }

    /** What a command left. */
    record Ended(int exitCode, String out, String err) {
        Ended requireExitCode(int expected) {
            assertEquals(out + err, expected, exitCode);
            return this;
        }

        StageResult result() throws IOException {
            return Protocol.readResult(out);
        }

        /** The line of standard error that the command's last words are. */
        String sentence() {
            return err.lines()
                    .filter(line -> line.startsWith("cd4ml: "))
                    .reduce((first, second) -> second)
                    .orElse(err);
        }
    }

    static Cd4ml inCopyOfExample(Path folder) throws IOException {
        return inCopyOf("seattle-weather", folder);
    }

    static Cd4ml inCopyOf(String name, Path folder) throws IOException {
        Path example = EXAMPLES.resolve(name);
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String relative = example.relativize(file).toString();
                if (!relative.startsWith(".cd4ml")) {
                    Path target = folder.resolve(relative);
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        return new Cd4ml(folder, List.of());
    }

    static Cd4ml in(Path project) {
        return new Cd4ml(project, List.of());
    }

    /** The same, its command line behind these words. */
    Cd4ml behind(String... words) {
        return new Cd4ml(project, List.of(words));
    }

    Path project() {
        return project;
    }

    Path run(String id) {
        return project.resolve(".cd4ml/runs").resolve(id);
    }

    StageResult result(String run, Stage stage) throws IOException {
        return Protocol.readResult(Files.readString(run(run).resolve(stage.command() + ".result.json")));
    }

    /** Replaces text in cd4ml.yaml that must be there. */
    void edit(String from, String to) throws IOException {
        Path file = project.resolve("cd4ml.yaml");
        String text = Files.readString(file);
        assertEquals(from + " in cd4ml.yaml", true, text.contains(from));
        Files.writeString(file, text.replace(from, to));
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectOutput(project.resolve("out.txt").toFile())
                .redirectError(project.resolve("err.txt").toFile())
                .start();
    }

    Ended execute(String... arguments) throws Exception {
        return ended(start(arguments));
    }

    Ended ended(Process process) throws Exception {
        int exitCode = process.waitFor();
        return new Ended(
                exitCode,
                Files.readString(project.resolve("out.txt"), StandardCharsets.UTF_8),
                Files.readString(project.resolve("err.txt"), StandardCharsets.UTF_8));
    }

    /** Files below {@code .cd4ml} that look half-written. */
    List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.walk(project.resolve(".cd4ml"))) {
            return files.filter(file -> file.getFileName().toString().matches(".*\\.tmp.*|\\..*\\.new.*"))
                    .toList();
        }
    }
}
