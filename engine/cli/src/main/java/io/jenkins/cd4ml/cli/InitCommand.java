package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.config.Overrides;
import io.jenkins.cd4ml.data.DataWarnings;
import io.jenkins.cd4ml.data.Survey;
import io.jenkins.cd4ml.data.Survey.Found;
import io.jenkins.cd4ml.data.suggestion.ConfigurationText;
import io.jenkins.cd4ml.data.suggestion.Guess;
import io.jenkins.cd4ml.data.suggestion.Guesses;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cd4ml init}. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Looks at data and writes a commented cd4ml.yaml: key, target, task, and what to expect of each column.",
            "Says what it guessed, and why. Never overwrites a file."
        })
final class InitCommand implements Callable<Integer> {
    private static final String FILE = ProjectLayout.CONFIGURATION;

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description =
                    "files, folders or globs of the data, relative to the project; found in the project by default")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = {"-C", "--project"},
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "folder that cd4ml.yaml is written to; the current one by default")
    private Path folder;

    @Option(names = "--model", paramLabel = "NAME", description = "the model's name; made from the data's by default")
    private String model;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a key of cd4ml.yaml that is not to be guessed: data.target=price; may be repeated")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--json", description = "print what was guessed as JSON on standard output")
    private boolean json;

    /** What {@code --json} prints. */
    record Answer(
            String file,
            String model,
            long rows,
            int columns,
            List<Guess> guesses,
            List<String> questions,
            int expectations) {}

    @Override
    public Integer call() throws IOException {
        Path project = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(project)) {
            throw new InputException("there is no folder " + project + ": name one with -C");
        }
        Path target = project.resolve(FILE);
        requireNone(target);
        Map<String, Object> given = Overrides.parse(settings);
        List<Guess> all = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        Map<String, Object> data = new InitialData(project).settings(paths, given.get("data"), all, questions);
        String name = model != null
                ? model
                : given.get("model") instanceof String told ? told : InitialData.modelName(project, data);
        Path temporary = Files.createTempDirectory("cd4ml-init");
        try {
            Configuration draft = draft(temporary, name, data, given);
            Found found = Survey.of(context(project, temporary, draft));
            Guesses guesses =
                    Guesses.of(found, draft.data(), ConfigurationText.open(data), !given.containsKey("split"));
            ConfigurationText.Written written = ConfigurationText.of(name, data, given, found, guesses);
            Files.writeString(temporary.resolve(FILE), written.text());
            ConfigurationReader.read(temporary, FILE, Map.of());
            publish(temporary.resolve(FILE), target);
            ignore(project, all);
            DataWarnings.of(draft.data(), found.profile()).forEach(new Sentences(System.err)::warning);
            all.addAll(guesses.all());
            all.addAll(written.gates());
            if (guesses.task() == Task.CLASSIFICATION) {
                questions.addAll(found.missing().warnings(guesses.target()));
            }
            tell(new Answer(
                    target.toString(),
                    name,
                    found.profile().rows(),
                    found.profile().columns().size(),
                    all,
                    questions,
                    written.expectations()));
        } finally {
            Files.deleteIfExists(temporary.resolve(FILE));
            Files.deleteIfExists(temporary);
        }
        return 0;
    }

    private static void requireNone(Path target) {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new InputException("there is a " + target
                    + " already, and init never overwrites one: remove it, or name" + " another folder with -C");
        }
    }

    private static Configuration draft(
            Path temporary, String model, Map<String, Object> data, Map<String, Object> given) throws IOException {
        Map<String, Object> tree = new LinkedHashMap<>(given);
        tree.put("model", model);
        tree.put("data", data);
        Files.writeString(temporary.resolve(FILE), ConfigurationText.draft(tree));
        return ConfigurationReader.read(temporary, FILE, Map.of());
    }

    private static StageContext context(Path project, Path temporary, Configuration draft) {
        return new StageContext(
                project,
                new RunFolder("init", temporary),
                draft,
                new Sentences(System.err),
                Interruption.listen(),
                Clock.systemUTC(),
                System.getenv());
    }

    /**
     * Beside the target first, so that it is there whole or not at all; not over a file that came meanwhile. It may be read by whom any
     * new file may be: a file of {@link Files#createTempFile} is its owner's alone.
     */
    private static void publish(Path text, Path target) throws IOException {
        Path beside = target.resolveSibling("." + FILE + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.writeString(beside, Files.readString(text), StandardOpenOption.CREATE_NEW);
            Files.move(beside, target);
        } catch (FileAlreadyExistsException e) {
            requireNone(target);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** What the engine keeps in a project of Git is not to be committed with it. */
    private static void ignore(Path project, List<Guess> guesses) throws IOException {
        boolean git = false;
        for (Path folder = project; folder != null && !git; folder = folder.getParent()) {
            git = Files.exists(folder.resolve(".git"));
        }
        Path file = project.resolve(".gitignore");
        // whatever its encoding is: what stands there stays
        String before = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        if (git && before.lines().noneMatch(line -> line.strip().matches("/?\\.cd4ml/?"))) {
            String end = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
            Files.writeString(file, end + "/.cd4ml/\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            guesses.add(new Guess(".gitignore", "/.cd4ml/", "data, models and runs are kept there"));
        }
    }

    private void tell(Answer answer) {
        if (json) {
            System.out.print(Protocol.write(answer));
            return;
        }
        System.out.printf(Locale.ROOT, "%,d rows, %,d columns%n", answer.rows(), answer.columns());
        for (Guess guess : answer.guesses()) {
            System.out.println("  " + guess.key() + ": " + guess.value() + " (" + guess.why() + ")");
        }
        answer.questions().forEach(question -> System.out.println("  unclear: " + question));
        System.out.println("  expectations for " + answer.expectations() + " columns");
        System.out.println("wrote " + answer.file() + "; look through it, then: cd4ml version-data");
    }
}
