package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.ImageSettings;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.FeaturePreparation.Numeric;
import io.jenkins.cd4ml.model.ModelSpec.Image;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.util.List;

/** Feature columns as pixels. */
public final class Images {
    private Images() {}

    /** The image that so many columns make; refused where they make none. */
    public static Image of(ImageSettings settings, int columns) {
        int pixels = columns / settings.channels();
        int height = settings.height() != null
                ? settings.height()
                : settings.width() != null ? pixels / settings.width() : (int) Math.round(Math.sqrt(pixels));
        int width = settings.width() != null ? settings.width() : pixels / Math.max(1, height);
        Image image = new Image(height, width, settings.channels(), settings.filters());
        if (image.inputs() != columns) {
            throw InputException.ofKey(
                    "train.cnn",
                    columns + " feature columns are no image of " + height + " x " + width + " pixels with "
                            + settings.channels()
                            + " channel(s): give height, width and channels, or list the pixels in"
                            + " data.features");
        }
        if (image.outputs() == 0) {
            throw InputException.ofKey(
                    "train.cnn.filters",
                    settings.filters().size() + " blocks leave nothing of " + height + " x " + width
                            + " pixels, since each halves both sides; give fewer");
        }
        return image;
    }

    /**
     * The one feature that is whole images, with the scale that {@link #onOneScale} gives; null where there is none.
     *
     * @throws InputException where there are other features besides
     */
    public static FeaturePreparation.Pixels whole(List<String> features, Table table, int[] rows) {
        List<String> images = features.stream()
                .filter(name -> table.column(name) instanceof ColumnValues.Images)
                .toList();
        if (images.isEmpty()) {
            return null;
        }
        if (features.size() > 1) {
            throw InputException.ofKey(
                    "data.features",
                    "cnn reads the images of column " + images.get(0) + " or columns of pixels, not both: of "
                            + features + " list one");
        }
        byte[][] samples = ((ColumnValues.Images) table.column(images.get(0))).samples();
        int least = 255;
        int most = 0;
        for (int row : rows) {
            for (byte sample : samples[row]) {
                least = Math.min(least, Byte.toUnsignedInt(sample));
                most = Math.max(most, Byte.toUnsignedInt(sample));
            }
        }
        return new FeaturePreparation.Pixels(
                images.get(0), samples[rows[0]].length, least, most > least ? most - least : 1);
    }

    /**
     * Pixels share one scale: from the smallest value of all to 0, from the largest to 1; a missing one is as fitted.
     *
     * @param fitted with {@code train.scale: minmax}, each by itself
     */
    public static List<FeaturePreparation> onOneScale(List<FeaturePreparation> fitted) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (FeaturePreparation feature : fitted) {
            if (!(feature instanceof Numeric pixel)) {
                throw InputException.ofKey(
                        "train.algorithm",
                        "cnn reads pixels, and column " + feature.column()
                                + " holds no numbers; list the pixels in data.features");
            }
            // A constant pixel has the scale 1, and no largest value of its own.
            least = Math.min(least, pixel.shift());
            most = Math.max(most, pixel.shift() + (pixel.scale() == 1 ? 0 : pixel.scale()));
        }
        float shift = least;
        float scale = most > least ? most - least : 1;
        return fitted.stream()
                .<FeaturePreparation>map(
                        feature -> new Numeric(feature.column(), ((Numeric) feature).fill(), shift, scale, false))
                .toList();
    }
}
