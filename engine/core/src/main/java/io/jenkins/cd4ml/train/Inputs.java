package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.FeaturePreparation.Pixels;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The inputs of a model, part by part: prepared rows, or of whole images the rows' numbers in a {@link PixelFile}. */
final class Inputs {
    private final List<FeaturePreparation> features;
    private final Table table;
    private final List<int[]> parts = new ArrayList<>();

    Inputs(List<FeaturePreparation> features, Table table) {
        this.features = features;
        this.table = table;
    }

    /** How many numbers a row of these features is given as. */
    static int width(List<FeaturePreparation> features) {
        return isImages(features)
                ? 1
                : features.stream().mapToInt(FeaturePreparation::width).sum();
    }

    /** The inputs of the next part. */
    Tensor next(int[] rows) {
        if (!isImages(features)) {
            return Preparation.tensor(features, table, rows);
        }
        int before = parts.stream().mapToInt(part -> part.length).sum();
        parts.add(rows);
        return Tensor.matrix(rows.length, 1, PixelFile.numbers(before, rows.length));
    }

    /** Writes the images of all parts so far into that folder; nothing where there are none. */
    void writePixels(Path folder) throws IOException {
        if (isImages(features)) {
            Pixels pixels = (Pixels) features.get(0);
            PixelFile.write(
                    folder.resolve(PixelFile.NAME),
                    (ColumnValues.Images) table.column(pixels.column()),
                    pixels.width(),
                    parts.toArray(int[][]::new));
        }
    }

    private static boolean isImages(List<FeaturePreparation> features) {
        return features.get(0) instanceof Pixels;
    }
}
