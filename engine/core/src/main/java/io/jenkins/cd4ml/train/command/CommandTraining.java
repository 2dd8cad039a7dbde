package io.jenkins.cd4ml.train.command;

import io.jenkins.cd4ml.config.CommandSettings;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.runtime.Adapters;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.SensitiveValues;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The user's program as a trainer: what it is given, and what it leaves. */
public final class CommandTraining {
    private final StageContext context;
    private final CommandSettings settings;
    private final Path work;
    private final Lesson lesson;
    private final Table table;
    private final CommandRows rows;

    /**
     * A training in an empty folder.
     *
     * @param settings of the program, which in a search are not those of the context
     */
    public CommandTraining(
            StageContext context, CommandSettings settings, Path work, Lesson lesson, Table table, CommandRows rows) {
        this.context = context;
        this.settings = settings;
        this.work = work;
        this.lesson = lesson;
        this.table = table;
        this.rows = rows;
    }

    /**
     * What is to be learned.
     *
     * @param task {@code classification} or {@code regression}; {@code classes} in the order of the output, empty for numbers
     */
    public record Lesson(String task, String target, List<String> features, List<String> classes, long seed) {}

    /** What a program left, and the epochs that it told. */
    public record Left(CommandModel model, List<Epoch> epochs) {}

    /**
     * Writes what the program is given.
     *
     * @return digest of all that decides on what it does: the files, its command line, files of the project that stand there, and this
     *     engine
     */
    public String layOut() throws IOException, InterruptedException {
        Path in = Files.createDirectory(in());
        Files.createDirectory(out());
        List<String> columns = new ArrayList<>(lesson.features());
        columns.add(lesson.target());
        CommandFolder.writeRows(in.resolve("train.csv"), table, columns, rows.train());
        CommandFolder.writeRows(in.resolve("validation.csv"), table, columns, rows.validation());
        CommandFolder.writeAsked(in.resolve("predict.csv"), table, lesson.features(), rows.asked());
        CommandFolder.writeSchema(
                in.resolve("schema.json"),
                table,
                lesson.task(),
                lesson.target(),
                lesson.features(),
                lesson.classes(),
                context.configuration().data().labels());
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("seed", lesson.seed());
        given.putAll(settings.settings());
        Files.writeString(in.resolve("settings.json"), Protocol.write(given));
        String identity = identity();
        if (settings.format() != CommandSettings.Format.CSV) {
            convert(in);
        }
        return identity;
    }

    private void convert(Path in) throws IOException, InterruptedException {
        List<Column> learned = given().schema().columns();
        List<Column> asked = new ArrayList<>(learned.subList(0, learned.size() - 1));
        asked.add(0, new Column(CommandPredictions.ROW, ColumnType.TEXT, false));
        Map<Path, List<Column>> files = new LinkedHashMap<>();
        files.put(in.resolve("train.csv"), learned);
        files.put(in.resolve("validation.csv"), learned);
        files.put(in.resolve("predict.csv"), asked);
        Adapters.of(RowsFormat.class).stream()
                .filter(adapter -> adapter.format() == settings.format())
                .findFirst()
                .orElseThrow(() -> InputException.ofKey(
                        "train.command.format",
                        "this cd4ml was built without the adapter that writes "
                                + settings.format().name().toLowerCase(Locale.ROOT) + ": use csv"))
                .convert(context, files);
    }

    /** Runs the program, and makes sure that what it left answers. */
    public Left run() throws IOException, InterruptedException {
        new Program(context, settings, SensitiveValues.of(given())).run(in(), out());
        CommandModel model = CommandModel.left(out(), settings);
        int[] probe =
                !model.answersAll() ? rows.asked() : rows.validation().length > 0 ? rows.validation() : rows.train();
        model.predict(context, work, lesson.features(), lesson.classes(), table, probe);
        Optional<CommandModel> own = model.predictions();
        if (own.isPresent()) {
            own.get().predict(context, work, lesson.features(), lesson.classes(), table, rows.asked());
        }
        return new Left(model, CommandFolder.epochs(out().resolve("metrics.jsonl")));
    }

    /** The columns that the program sees. */
    private Table given() {
        List<String> names = new ArrayList<>(lesson.features());
        names.add(lesson.target());
        List<Column> columns = names.stream()
                .map(name -> table.schema().find(name).orElseThrow())
                .toList();
        return new Table(new Schema(columns), names.stream().map(table::column).toList(), table.keys());
    }

    private Path in() {
        return work.resolve("in");
    }

    private Path out() {
        return work.resolve("out");
    }

    private String identity() throws IOException {
        List<String> parts = new ArrayList<>();
        for (String name : List.of("train.csv", "validation.csv", "predict.csv", "schema.json", "settings.json")) {
            parts.add(Sha256.of(in().resolve(name)));
        }
        for (String word : settings.run()) {
            parts.add(word);
            parts.add(digest(word));
        }
        parts.add(settings.format().name());
        parts.add(Provenances.engineVersion());
        return Sha256.of(String.join("\0", parts));
    }

    /** Of a file of the project; of other words nothing. */
    private String digest(String word) throws IOException {
        try {
            Path file = context.project().resolve(word).normalize();
            return file.startsWith(context.project()) && Files.isRegularFile(file) ? Sha256.of(file) : "";
        } catch (InvalidPathException e) {
            return "";
        }
    }
}
