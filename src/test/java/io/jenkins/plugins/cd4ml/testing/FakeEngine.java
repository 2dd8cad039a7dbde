package io.jenkins.plugins.cd4ml.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands in for the engine where a test needs an engine that lies, crashes or will not stop. What it does stands in files of the
 * project's folder: {@code <stage>.answer.json}, or else {@code answer.json}, becomes the result as it is, with RUN replaced;
 * {@code behave} holds words:
 * {@code wait} (until there is a file {@code go}), {@code stubborn} (does not stop when told), {@code child} (starts a process of
 * its own), {@code secret} (prints the variable SECRET), {@code tell} (prints our variables, before and after waiting), {@code exit N}, {@code die N} (a signal to itself), {@code fill N}
 * (N bytes as the result), {@code mute} (does not announce its result), {@code overwritten} (another process writes {@code after.json} over the
 * result, once it was announced). ENVIRONMENT in an answer becomes the environment that the request names, and {@code packageModel} makes a package
 * of the word in {@code package.word} where there is one. Uses nothing but the JDK.
 */
public final class FakeEngine {
    private FakeEngine() {}

    public static void main(String[] arguments) throws Exception {
        String request = Files.readString(Path.of(arguments[1]));
        Path stop = Path.of(arguments[3]);
        Path project = Path.of(find(request, "project"));
        String run = find(request, "run");
        String command = find(request, "stage").replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
        String behave = read(project.resolve("behave"));
        Path folder = project.resolve(".cd4ml/runs").resolve(run);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(command + ".request.json"), request);
        System.out.println("fake engine: " + command + " in " + run);
        Files.writeString(
                folder.resolve(command + ".events.jsonl"),
                "{\"kind\": \"PROGRESS\", \"done\": 3, \"total\": 4, \"unit\": \"epochs\"}\nno event\n"
                        + "{\"kind\": \"METRICS\", \"metrics\": {\"loss\": 0.25}}\n");
        if (behave.contains("secret")) {
            System.out.println("the secret is " + System.getenv("SECRET"));
        }
        tell(behave);
        if (behave.contains("child")) {
            new ProcessBuilder("sleep", "12345").inheritIO().start();
        }
        int code = behave.contains("wait") ? await(project.resolve("go"), stop, behave) : 0;
        if (behave.contains("secret")) {
            System.out.println("the secret is still " + System.getenv("SECRET"));
        }
        tell(behave);
        Matcher signal = Pattern.compile("die (\\d+)").matcher(behave);
        if (signal.find()) {
            new ProcessBuilder(
                            "kill",
                            "-" + signal.group(1),
                            "" + ProcessHandle.current().pid())
                    .start();
            TimeUnit.MINUTES.sleep(1);
        }
        if (code == 0) {
            String word = read(project.resolve("package.word"));
            if (!word.isEmpty() && command.equals("package-model")) {
                Files.createDirectories(folder.resolve("package"));
                Files.writeString(folder.resolve("package/SHA256SUMS"), word);
                Files.writeString(folder.resolve("package/model.onnx"), "a model");
            }
            String environment = request.contains("\"environment\"") ? find(request, "environment") : "production";
            answer(project, command, folder.resolve(command + ".result.json"), run, environment, behave);
        }
        Matcher exit = Pattern.compile("exit (\\d+)").matcher(behave);
        System.exit(exit.find() ? Integer.parseInt(exit.group(1)) : code);
    }

    private static void tell(String behave) {
        if (behave.contains("tell")) {
            System.getenv().entrySet().stream()
                    .filter(variable -> variable.getKey().startsWith("CD4ML_"))
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(variable -> System.out.println(variable.getKey() + " is " + variable.getValue()));
        }
    }

    private static int await(Path go, Path stop, String behave) throws InterruptedException {
        System.out.println("fake engine: waiting");
        while (!Files.exists(go)) {
            if (Files.exists(stop)) {
                System.out.println("fake engine: told to stop");
                if (!behave.contains("stubborn")) {
                    return 130;
                }
                Thread.sleep(60_000);
            }
            Thread.sleep(50);
        }
        return 0;
    }

    private static void answer(Path project, String command, Path result, String run, String environment, String behave)
            throws IOException {
        String own = read(project.resolve(command + ".answer.json"));
        String answer = own.isEmpty() ? read(project.resolve("answer.json")) : own;
        Matcher fill = Pattern.compile("fill (\\d+)").matcher(behave);
        Path beside = result.resolveSibling("result.tmp");
        if (fill.find()) {
            Files.write(beside, new byte[Integer.parseInt(fill.group(1))]);
        } else if (!answer.isEmpty()) {
            Files.writeString(beside, answer.replace("RUN", run).replace("ENVIRONMENT", environment));
        } else {
            return;
        }
        byte[] written = Files.readAllBytes(beside);
        Files.move(beside, result, StandardCopyOption.ATOMIC_MOVE);
        if (!behave.contains("mute")) {
            System.out.println("cd4ml result sha256:" + sha256(written));
        }
        if (behave.contains("overwritten")) {
            Files.writeString(result, read(project.resolve("after.json")).replace("RUN", run));
        }
    }

    private static String sha256(byte[] bytes) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }

    private static String find(String json, String key) {
        Matcher matcher =
                Pattern.compile("\"" + key + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + key + " in " + json);
        }
        return matcher.group(1);
    }
}
