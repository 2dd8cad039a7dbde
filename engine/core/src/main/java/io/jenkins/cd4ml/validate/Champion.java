package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A version that gates compare with: the one that serves, the best so far, or a fixed one.
 *
 * @param folder of its package
 * @param trainedOn keys of the rows it was trained on
 */
record Champion(ModelReference reference, Path folder, PackageManifest manifest, TrainingKeys trainedOn) {

    /** Asks a package for predictions on all rows of a table. */
    @FunctionalInterface
    interface Predictor {
        Predictions predict(Path folder, Table rows) throws IOException, InterruptedException;
    }

    /**
     * Opens the package of a reference.
     *
     * @throws InputException where there is no package, or another than the one that serves
     */
    static Champion open(ModelReference reference, Path project) throws IOException {
        Path folder = project.resolve(reference.path());
        ModelPackage files = PackageReader.read(folder);
        if (reference.digest() != null && !reference.digest().equals(files.digest())) {
            String named = reference.version() == null ? "the champion" : "version " + reference.version();
            throw new InputException("the package at " + folder + " is not that of " + named + ": its digest is "
                    + files.digest() + ", not " + reference.digest() + "; restore the package of " + named);
        }
        return new Champion(reference, folder, files.manifest(), TrainingKeys.read(files.trainingKeys()));
    }

    /**
     * What can be held against a candidate on these rows. Left out are those whose key one of the two was trained on, and those whose content
     * one of the two was trained on and the other was not: the row may have got another key since. A content that both know favours
     * neither.
     *
     * @param rows the judged rows; {@code truth} in the same order
     * @param candidate what the candidate was trained on
     */
    Opponent opponent(Table rows, Truth truth, String target, SeenRows candidate, Predictor predictor)
            throws IOException, InterruptedException {
        Optional<String> obstacle = obstacle(rows.schema(), truth, target);
        if (obstacle.isPresent()) {
            return Opponent.absent(reference, obstacle.get(), 0);
        }
        SeenRows own = new SeenRows(trainedOn, manifest.schema().names());
        boolean[] ours = own.byContent(rows, target);
        boolean[] theirs = candidate.byContent(rows, target);
        int[] shared = IntStream.range(0, rows.rows())
                .filter(row -> !own.byKey(rows, row) && !candidate.byKey(rows, row) && ours[row] == theirs[row])
                .toArray();
        if (shared.length == 0) {
            String all = "all " + Sentences.rows(rows.rows()) + " were used in the training of " + name()
                    + " or of this model";
            return Opponent.absent(reference, all, rows.rows());
        }
        Predictions predictions = predictor.predict(folder, rows.select(shared));
        long notFinite = Truth.notFinite(predictions);
        return notFinite > 0
                ? Opponent.absent(
                        reference,
                        name() + " predicts no finite number for " + Sentences.rows(notFinite),
                        rows.rows() - shared.length)
                : Opponent.present(reference, shared, predictions, rows.rows())
                        .of("sha256:" + manifest.parametersSha256());
    }

    /** Why the champion cannot be judged on this data, a clause. */
    private Optional<String> obstacle(Schema schema, Truth truth, String target) {
        if (manifest.task() != truth.task() || !manifest.target().equals(target)) {
            return Optional.of(name() + " predicts " + manifest.target() + " ("
                    + manifest.task().label() + "), this model " + target + " ("
                    + truth.task().label() + ")");
        }
        for (Column read : manifest.schema().columns()) {
            Optional<Column> there = schema.find(read.name());
            if (there.isEmpty()) {
                return Optional.of(name() + " reads the column " + read.name() + ", which the data no longer have");
            }
            if (!sameKind(read.type(), there.get().type())) {
                return Optional.of(name() + " reads the column " + read.name() + " as "
                        + read.type().label() + ", and the data now have it as "
                        + there.get().type().label());
            }
        }
        boolean unknown =
                truth.task() == Task.CLASSIFICATION && !truth.labels().names().containsAll(manifest.classes());
        return unknown ? Optional.of(name() + " predicts a class that the data no longer have") : Optional.empty();
    }

    private static boolean sameKind(ColumnType left, ColumnType right) {
        return left.isNumeric() == right.isNumeric() && left.isTemporal() == right.isTemporal();
    }

    private String name() {
        return reference.version() == null ? "the champion" : "the champion (version " + reference.version() + ")";
    }
}
