package io.jenkins.cd4ml.packaging.foreign;

import io.jenkins.cd4ml.config.NearestName;
import io.jenkins.cd4ml.config.ValidateSettings.ModelFile;
import io.jenkins.cd4ml.model.ClassNames;
import io.jenkins.cd4ml.problem.Excerpt;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.train.LearningTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes of {@code validate.model} the question that the file is asked; the same for who judges it and who packages it. */
public final class ForeignQuestions {
    private static final String KEY = "validate.model";

    private ForeignQuestions() {}

    /** Finds the file, which is not opened here, and compares what the configuration says of it with the data. */
    public static ForeignQuestion of(StageContext context, ModelFile settings, LearningTask task, Schema schema)
            throws IOException {
        Path file = context.project().resolve(settings.path());
        if (Files.isDirectory(file)) {
            throw InputException.ofKey(KEY, "'" + settings.path() + "' is " + ModelFolders.describe(file));
        }
        if (!Files.isRegularFile(file)) {
            throw InputException.ofKey(KEY, "there is no file '" + settings.path() + "' in " + context.project());
        }
        List<String> columns = settings.columns().isEmpty() ? task.features() : settings.columns();
        columns.forEach(column -> requireColumn(column, schema, KEY + ".columns"));
        settings.inputs().values().forEach(column -> requireColumn(column, schema, KEY + ".inputs"));
        if (columns.contains(task.target()) || settings.inputs().containsValue(task.target())) {
            throw InputException.ofKey(
                    KEY,
                    "it reads the target column " + task.target() + ": a model must not read what it is to predict");
        }
        Map<String, String> labels = words(context.configuration().data().labels(), task.classes());
        boolean sensitive = schema.find(task.target()).orElseThrow().sensitive();
        List<String> named = settings.classes().stream()
                .map(name -> labels.getOrDefault(name, name))
                .map(name -> ClassNames.find(task.classes(), name).orElse(name))
                .toList();
        requireKnown(named, task.classes(), sensitive);
        return new ForeignQuestion(
                file.toAbsolutePath().toString(),
                settings.path(),
                task.task(),
                columns,
                settings.inputs(),
                named.isEmpty() ? List.copyOf(labels.values()) : named,
                task.classes(),
                sensitive,
                labels,
                settings.output());
    }

    private static void requireColumn(String column, Schema schema, String key) {
        if (schema.find(column).isEmpty()) {
            throw InputException.ofKey(
                    key,
                    "the data have no column '" + column + "'" + NearestName.hint(column, schema.names(), "columns"));
        }
    }

    /** A model may know classes that these rows lack; one that also lacks theirs was made for others. */
    private static void requireKnown(List<String> named, List<String> known, boolean sensitive) {
        if (named.isEmpty() || named.containsAll(known)) {
            return;
        }
        for (String name : named) {
            if (!known.contains(name)) {
                throw InputException.ofKey(
                        KEY + ".classes",
                        sensitive
                                ? "it names a class that the target does not have"
                                : "the target has no class '" + name + "'"
                                        + NearestName.of(name, known)
                                                .map(near -> "; did you mean '" + near + "'?")
                                                .orElse("; its classes are "
                                                        + Excerpt.of(String.join(", ", known), 300)
                                                        + ". Where the model writes others, map them in data.labels"));
            }
        }
    }

    /** The labels with the data's own words. */
    private static Map<String, String> words(Map<String, String> labels, List<String> classes) {
        Map<String, String> words = new LinkedHashMap<>();
        labels.forEach(
                (label, word) -> words.put(label, ClassNames.find(classes, word).orElse(word)));
        return words;
    }
}
