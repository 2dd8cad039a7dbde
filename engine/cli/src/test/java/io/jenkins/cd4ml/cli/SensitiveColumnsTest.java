package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.store.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Runs all stages over personal data, makes the usual mistakes, and looks for its values in everything that was written or said. */
public class SensitiveColumnsTest {
    private static final int ROWS = 400;
    private static final String ROW =
            """
            {"rows": [{"birth_date": "1940-01-10", "doctor": "Dr. Quillfeather", "income": 30000.101, "visits": 3}]}
            """;
    private static final List<String> DOCTORS = List.of("Dr. Quillfeather", "Dr. Nachtigall", "Dr. Ōtsuka-Lindqvist");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path project;
    private Cd4ml cd4ml;
    private final Set<String> secrets = new TreeSet<>(DOCTORS);
    private final Set<String> sources = new TreeSet<>();
    private final StringBuilder said = new StringBuilder();

    @Before
    public void makeProject() throws IOException {
        project = folder.getRoot().toPath().toRealPath();
        cd4ml = Cd4ml.in(project);
    }

    @Test
    public void noValueIsWrittenOrSaid() throws Exception {
        write("data/patients.csv", 0, "");
        write("incoming/patients.csv", 5000, "");
        say(0, "init");
        String configuration = Files.readString(project.resolve("cd4ml.yaml"));
        for (String column : List.of("email", "ssn", "birth_date")) {
            assertTrue(configuration, configuration.contains("    " + column + ": {sensitive: true}"));
        }
        Files.writeString(
                project.resolve("cd4ml.yaml"),
                configuration
                                .replace(
                                        "  columns:\n",
                                        "  columns:\n    doctor: {sensitive: true}\n    income: {sensitive: true}\n")
                                .replaceAll("    - \\{column: (doctor|income).*\n", "")
                                .replaceAll("    - birth_date .*\n", "")
                                .replaceAll("min: 0\\.\\d+}", "min: 0.1}")
                        + "  slices: [doctor, income]\n"
                        + "  leaks: warn\n"
                        + "deploy: {steps: [100], requests: 20, seconds: 0}\n"
                        + "drift: {current: incoming/*.csv}\n");
        say(-1, "run", "--run", "all", "--set", "train.epochs=3", "--set", "data.expect=[{column: doctor, in: [x]}]");
        say(
                1,
                "version-data",
                "--run",
                "failing",
                "--set",
                "expect=[{column: income, max: 1}, {column: ssn, matches: x}]");
        say(
                0,
                "run",
                "--run",
                "whole",
                "--set",
                "train.epochs=3",
                "--set",
                "train.scale=minmax",
                "--set",
                "deploy.keepServing=true",
                "--until",
                "deploy-canary");
        askTheServer();
        say(-1, "check-drift", "--run", "whole");
        say(1, "version-data", "--set", "columns.doctor.type=integer");
        say(2, "version-data", "--set", "columns.birth_date.type=timestamp", "--set", "key=doctor");
        write("data/more.csv", 9000, "x");
        say(1, "version-data", "--set", "path=data");
        say(2, "version-data", "--set", "path=data/more.csv", "--set", "decimal=,");
        Files.delete(project.resolve("data/more.csv"));
        assertTrue(said.toString(), said.toString().contains("doctor"));
        List<String> found = new ArrayList<>();
        find(found, "what was said", said.toString().getBytes(StandardCharsets.UTF_8));
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                if (!sources.contains(Sha256.of(file))) {
                    find(found, project.relativize(file).toString(), bytes);
                }
            }
        }
        assertEquals(List.of(), found);
        assertFalse("there is a request log to look into", logs().isEmpty());
    }

    /**
     * The classes of a sensitive target: callers get them, and the three files of a package that answer hold them. Nothing else does: no
     * result, page, card, log, metric of router or server, and no output of a program that has them.
     */
    @Test
    public void classesOfASensitiveTargetAreForCallersAlone() throws Exception {
        write("data/patients.csv", 0, "");
        Path data = project.resolve("data/patients.csv");
        Files.writeString(
                data, Files.readString(data).replace(",ill\n", ",Quincewell\n").replace(",well\n", ",Marrowill\n"));
        sources.add(Sha256.of(data));
        secrets.clear();
        secrets.addAll(List.of("Quincewell", "Marrowill", "quincewell", "marrowill"));
        Files.writeString(
                project.resolve("cd4ml.yaml"),
                """
                model: illness
                data:
                  path: data/*.csv
                  target: outcome
                  key: email
                  features: [income, visits]
                  columns: {outcome: {sensitive: true}}
                train: {epochs: 3}
                validate: {leaks: warn, neverPredicted: warn, gates: [{metric: accuracy, min: 0.1}]}
                deploy: {steps: [100], requests: 20, seconds: 0, keepServing: true}
                """);
        say(0, "run", "--run", "whole", "--until", "deploy-canary");
        // again, against a champion
        say(-1, "run", "--run", "again", "--set", "train.seed=2", "--until", "deploy-canary");
        JsonNode result = Protocol.mapper()
                .readTree(project.resolve(".cd4ml/runs/whole/deploy-canary.result.json")
                        .toFile());
        assertTrue(result.toString(), result.toString().contains("class 1"));
        String endpoint = result.at("/detail/endpoint").asText();
        String answer =
                get(endpoint + "/v1/models/illness:predict", "{\"rows\": [{\"income\": 30000, \"visits\": 6}]}");
        assertTrue(answer, answer.contains("Quincewell") && answer.contains("Marrowill"));
        said.append(get(endpoint + "/v1/models/illness:predict", "{\"rows\": [{\"income\": Quincewell}]}"));
        said.append(get(endpoint + "/metrics", null));
        assertTrue(said.toString(), said.toString().contains("class=\"class 1\""));
        say(0, "serving", "stop");
        Files.writeString(
                project.resolve("train.sh"), "cat \"$CD4ML_IN/train.csv\"; echo \"KeyError: 'Quincewell'\"; exit 1\n");
        say(
                2,
                "run",
                "--run",
                "own",
                "--set",
                "train.algorithm=command",
                "--set",
                "train.command.run=[/bin/sh, train.sh]",
                "--until",
                "train-model");
        List<String> found = new ArrayList<>();
        find(found, "what was said", said.toString().getBytes(StandardCharsets.UTF_8));
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean answers = List.of("model.onnx", "model.json", "model.yaml", "train.sh")
                        .contains(file.getFileName().toString());
                if (!answers && !sources.contains(Sha256.of(file))) {
                    find(found, project.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        assertEquals(List.of(), found);
    }

    /** @param body null: GET */
    private static String get(String url, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (body != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** @param income a text behind each income, which makes it no number */
    private void write(String name, int first, String income) throws IOException {
        StringBuilder rows = new StringBuilder("email,ssn,birth_date,doctor,income,visits,outcome\n");
        for (int i = first; i < first + ROWS; i++) {
            String email = String.format(Locale.ROOT, "patient-%05d@clinic.example", i);
            String ssn = String.format(Locale.ROOT, "%03d-%02d-%04d", 100 + i % 800, 10 + i % 89, 1000 + i);
            String born = 1940 + i % 60 + "-0" + (1 + i % 9) + "-" + (10 + i % 19);
            String salary = 30_000 + i * 7919L % 50_000 + "." + (101 + i % 799);
            secrets.addAll(List.of(email, ssn, born, salary));
            rows.append(String.join(
                            ",",
                            email,
                            ssn,
                            born,
                            DOCTORS.get(i % 3),
                            i == first + 200 ? salary + income : salary,
                            String.valueOf(i % 7),
                            i % 7 > 3 ? "ill" : "well"))
                    .append('\n');
        }
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, rows);
        sources.add(Sha256.of(file));
    }

    private void say(int exitCode, String... arguments) throws Exception {
        Cd4ml.Ended ended = cd4ml.execute(arguments);
        assertTrue(ended.out() + ended.err(), exitCode < 0 ? ended.exitCode() <= 2 : ended.exitCode() == exitCode);
        said.append(ended.out()).append(ended.err());
    }

    /** A request as anybody would send it: what the canary itself replays is not logged. */
    private void askTheServer() throws Exception {
        JsonNode result = Protocol.mapper()
                .readTree(project.resolve(".cd4ml/runs/whole/deploy-canary.result.json")
                        .toFile());
        String endpoint = result.at("/detail/endpoint").asText();
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(endpoint + "/v1/models/"
                                            + result.path("model").asText() + ":predict"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(ROW))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(answer.body(), 200, answer.statusCode());
            said.append(answer.body());
        } finally {
            say(0, "serving", "stop");
        }
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.walk(project.resolve(".cd4ml"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jsonl")
                            && file.toString().contains("request"))
                    .collect(Collectors.toList());
        }
    }

    private void find(List<String> found, String where, byte[] bytes) throws IOException {
        if (bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K') {
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    find(found, where + "!" + entry.getName(), all(zip));
                }
            }
            return;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        secrets.stream().filter(text::contains).findFirst().ifPresent(secret -> {
            int at = text.indexOf(secret);
            found.add(where + ": " + text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 60)));
        });
    }

    private static byte[] all(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        in.transferTo(bytes);
        return bytes.toByteArray();
    }
}
