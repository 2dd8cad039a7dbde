package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.FeaturePreparation.Category;
import io.jenkins.cd4ml.model.FeaturePreparation.Pixels;
import io.jenkins.cd4ml.problem.InputException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Whether the engine's own heap holds the rows as a model reads them, where each value of a category is a number of its own. */
final class MatrixMemory {
    private static final double GIGABYTE = 1 << 30;

    private MatrixMemory() {}

    /**
     * Refuses what cannot fit beside the table, to which half of the heap is left.
     *
     * @param rows that train, validate and judge
     * @param heap bytes that this JVM takes at most
     */
    static void require(List<FeaturePreparation> features, long rows, long heap) {
        long width = features.stream()
                .filter(feature -> !(feature instanceof Pixels))
                .mapToLong(FeaturePreparation::width)
                .sum();
        long bytes = rows * width * Float.BYTES;
        if (bytes <= heap / 2) {
            return;
        }
        String widest = features.stream()
                .filter(Category.class::isInstance)
                .max(Comparator.comparingInt(FeaturePreparation::width))
                .map(feature -> String.format(
                        Locale.ROOT,
                        ", %,d of them for the values of column %s: lower train.maxCategories, or",
                        feature.width(),
                        feature.column()))
                .orElse(":");
        throw InputException.ofKey(
                "train",
                String.format(
                        Locale.ROOT,
                        "%,d rows of %,d inputs take %.1f GB, more than half of the %.1f GB of Java heap that the engine may take%s use"
                                + " fewer rows or columns, or give it more (CD4ML_OPTS=-Xmx%dg)",
                        rows,
                        width,
                        bytes / GIGABYTE,
                        heap / GIGABYTE,
                        widest,
                        1 + 2 * bytes / (1L << 30)));
    }
}
