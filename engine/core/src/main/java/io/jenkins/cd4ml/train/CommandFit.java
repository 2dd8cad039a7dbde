package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.command.CommandModel;
import io.jenkins.cd4ml.train.command.CommandRows;
import io.jenkins.cd4ml.train.command.CommandTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** {@code command}: a program of the user's own fits the model, on raw rows. */
final class CommandFit {
    private final StageContext context;
    private final TrainSettings settings;
    private final LearningTask task;
    private final Table table;
    private final Sides sides;
    private final Path work;
    private final CommandTraining training;
    private final String identity;

    private CommandFit(
            StageContext context, TrainSettings settings, LearningTask task, Table table, Sides sides, Path work)
            throws IOException, InterruptedException {
        this.context = context;
        this.settings = settings;
        this.task = task;
        this.table = table;
        this.sides = sides;
        this.work = work;
        CommandTraining.Lesson lesson = new CommandTraining.Lesson(
                task.task().label(), task.target(), task.features(), task.classes(), settings.seed());
        int[] asked = IntStream.concat(IntStream.of(sides.validation()), IntStream.of(sides.judged()))
                .sorted()
                .distinct()
                .toArray();
        this.training = new CommandTraining(
                context,
                settings.command(),
                work,
                lesson,
                table,
                new CommandRows(sides.train(), sides.validation(), asked));
        this.identity = training.layOut();
    }

    /**
     * Lays out what the program is given, in a folder that is empty.
     *
     * @param sides {@code judged} are the rows that the model is asked for later
     */
    static CommandFit of(
            StageContext context, TrainSettings settings, LearningTask task, Table table, Sides sides, Path work)
            throws IOException, InterruptedException {
        for (String feature : task.features()) {
            Preparation.requireNoImage(settings, table.schema().find(feature).orElseThrow());
            // What nobody can learn from is refused for every algorithm alike.
            if (Elements.of(table.schema().find(feature).orElseThrow(), table.column(feature), sides.train())
                            .present()
                    == 0) {
                throw Preparation.empty(feature, sides.train().length);
            }
        }
        return new CommandFit(context, settings, task, table, sides, work);
    }

    /** Digest of all that decides on the fit. */
    String identity() {
        return identity;
    }

    /** Runs the program. */
    Fit run() throws IOException, InterruptedException {
        return run(false);
    }

    /** Runs the program, and asks what it left about the judged rows. */
    Fit runAndJudge() throws IOException, InterruptedException {
        return run(true);
    }

    private Fit run(boolean judge) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        CommandTraining.Left left = training.run();
        double seconds = Math.round((System.nanoTime() - begin) / 1e5) / 1e4;
        TrainingLog log = new TrainingLog(
                List.copyOf(left.epochs()),
                best(left.epochs()),
                false,
                seconds,
                0,
                Map.of(),
                System.getProperty("os.arch"),
                settings.threads());
        Predictions judged = !judge || sides.judged().length == 0
                ? null
                : left.model().predict(context, work, task.features(), task.classes(), table, sides.judged());
        return new Fit(spec(), left.model().digest(), files(left.model()), log, judged);
    }

    /** The model, and the program's own answers where it left both. */
    private static Map<String, Path> files(CommandModel model) {
        Map<String, Path> files = new TreeMap<>(Map.of(model.name(), model.path()));
        model.predictions().ifPresent(other -> files.put(other.name(), other.path()));
        return files;
    }

    private ModelSpec spec() {
        List<FeaturePreparation> features = task.features().stream()
                .<FeaturePreparation>map(FeaturePreparation.Plain::new)
                .toList();
        double scale = task.task() == Task.REGRESSION ? TargetScale.of(table.column(task.target()), sides.train()) : 1;
        return new ModelSpec(
                ModelSpec.COMMAND, task.task(), task.target(), task.classes(), features, List.of(), 0, scale, "");
    }

    /** The one with the lowest validation loss, the first of equals; without any the last one; 0 where none was told. */
    private static int best(List<Epoch> epochs) {
        int best = epochs.size();
        double lowest = Double.POSITIVE_INFINITY;
        for (Epoch epoch : epochs) {
            if (epoch.validationLoss() != null && epoch.validationLoss() < lowest) {
                lowest = epoch.validationLoss();
                best = epoch.epoch();
            }
        }
        return best;
    }
}
