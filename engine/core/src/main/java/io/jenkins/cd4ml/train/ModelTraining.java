package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainSettings.Algorithm;
import io.jenkins.cd4ml.ledger.RowHashes;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.onnx.GraphTypes;
import io.jenkins.cd4ml.protocol.CrossValidation;
import io.jenkins.cd4ml.protocol.HyperparameterSearch;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Removal;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.command.CommandModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One training from a table to {@code <run>/model/}. */
final class ModelTraining {
    private final StageContext context;
    private final Table table;

    ModelTraining(StageContext context, Table table) {
        this.context = context;
        this.table = table;
    }

    /** Trains, writes the model's folder, and where asked trains again to see whether the same bits come out. */
    TrainedRun run(boolean verifyReproducible) throws IOException, InterruptedException {
        TrainSettings given = context.configuration().train();
        LearningTask task = LearningTask.of(context.configuration(), table);
        task.warnings().forEach(context.events()::warning);
        if (given.algorithm() != Algorithm.COMMAND) {
            SinglePrecision.warnings(given, task, table).forEach(context.events()::warning);
        }
        Split split = Split.of(context.configuration(), task, table);
        split.warnings().forEach(context.events()::warning);
        ExpectedEvidence.report(context.configuration(), task, table, split, context.events());
        WorkFolder.sweep(context.run().path());
        FitMemory memory = new FitMemory(context, task, table);
        Folds folds = folds(given, task, split);
        TrainSettings settings = given;
        HyperparameterSearch search = null;
        if (given.search().wanted()) {
            Tuning tuning = new Tuning(context, given, memory, task.task(), split, folds);
            search = tuning.run();
            settings = tuning.bestSettings();
        }
        CrossValidation crossValidation = folds == null ? null : CrossValidating.run(context, memory, settings, folds);
        if (given.algorithm() == Algorithm.COMMAND) {
            return command(task, split, settings, crossValidation, search, verifyReproducible);
        }
        Path checkpoints = context.run().path().resolve("checkpoint");
        try (Fitting fitting = Fitting.of(context, settings, task, table, Sides.of(split))) {
            context.events().message(announcement(settings, task, split, fitting.spec()));
            Path first = fitting.run(checkpoints);
            Fit fit = fitting.read(first);
            Reproduction reproduced = null;
            if (verifyReproducible) {
                context.events().message("training again in a process of its own, to compare the bits");
                Path second = fitting.runAlone();
                boolean same =
                        Files.mismatch(first.resolve(TrainingPlan.PARAMETERS), second.resolve(TrainingPlan.PARAMETERS))
                                == -1;
                reproduced = same
                        ? Reproduction.SAME_BITS
                        : Reproduction.compare(context, table, split, fit, fitting.read(second));
            }
            ModelSpec spec = write(split, fit);
            Removal.of(checkpoints);
            return new TrainedRun(task, split, spec, fit, reproduced, settings, crossValidation, search);
        }
    }

    private TrainedRun command(
            LearningTask task,
            Split split,
            TrainSettings settings,
            CrossValidation crossValidation,
            HyperparameterSearch search,
            boolean verifyReproducible)
            throws IOException, InterruptedException {
        MemoryNeed.require(settings.command(), MemoryNeed.available());
        Sides sides = new Sides(split.train(), split.validation(), split.test());
        try (WorkFolder work = WorkFolder.in(context.run().path())) {
            context.events().message("training by " + settings.command().run());
            Fit fit = CommandFit.of(context, settings, task, table, sides, work.sub("first"))
                    .run();
            if (fit.files().containsKey(CommandModel.ONNX)) {
                GraphTypes types = GraphTypes.of(fit.files().get(CommandModel.ONNX));
                SinglePrecision.warnings(task, table, types).forEach(context.events()::warning);
            }
            Reproduction reproduced = null;
            if (verifyReproducible) {
                context.events().message("training again, to compare the bits");
                Fit second = CommandFit.of(context, settings, task, table, sides, work.sub("second"))
                        .run();
                reproduced = same(fit.files(), second.files())
                        ? Reproduction.SAME_BITS
                        : Reproduction.compare(context, table, split, fit, second);
            }
            ModelSpec spec = write(split, fit);
            return new TrainedRun(task, split, spec, fit, reproduced, settings, crossValidation, search);
        }
    }

    private static boolean same(Map<String, Path> first, Map<String, Path> second) throws IOException {
        if (!first.keySet().equals(second.keySet())) {
            return false;
        }
        for (Map.Entry<String, Path> file : first.entrySet()) {
            if (Files.mismatch(file.getValue(), second.get(file.getKey())) >= 0) {
                return false;
            }
        }
        return true;
    }

    private ModelSpec write(Split split, Fit fit) throws IOException {
        Table trained = table.select(split.train());
        TrainingKeys keys = TrainingKeys.of(trained.keys(), contents(trained, fit.spec()));
        ModelSpec spec = fit.spec().trainedOn(keys.sha256());
        context.cancellation().check();
        new ModelFolder(spec, fit.tensors(), keys).write(context.run().model(), fit.files());
        return spec;
    }

    private static long[] contents(Table trained, ModelSpec spec) {
        List<String> features =
                spec.features().stream().map(FeaturePreparation::column).toList();
        return RowHashes.of(trained, RowHashes.content(features, spec.target()), spec.target());
    }

    /** Null where no cross-validation was asked for. */
    private Folds folds(TrainSettings settings, LearningTask task, Split split) {
        if (!settings.crossValidation().wanted()) {
            return null;
        }
        List<String> warnings = new ArrayList<>();
        Folds folds = Folds.of(context.configuration(), task, table, split, warnings);
        warnings.forEach(context.events()::warning);
        return folds;
    }

    private static String announcement(TrainSettings settings, LearningTask task, Split split, ModelSpec spec) {
        return String.format(
                Locale.ROOT,
                "training %s for %s of %s: %,d rows, %d features as %,d inputs, validated on %,d rows",
                TrainedRun.name(settings),
                task.task().label(),
                task.target(),
                split.train().length,
                task.features().size(),
                spec.width(),
                split.validation().length);
    }
}
