package io.jenkins.cd4ml.config;

import io.jenkins.cd4ml.config.DataSettings.ColumnSettings;
import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.table.ColumnType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * {@code data.images:} what image files have in common.
 *
 * @param height rows of pixels
 * @param width pixels of a row
 * @param channels 1: grey; 3: red, green and blue
 * @param convert whether images of other sizes are scaled, and colours turned into grey where {@code channels} is 1
 * @param labels a CSV file that says of each image what it shows; null: the name of its folder does
 * @param path the column of {@code labels} with the images' paths, relative to the folder of {@code labels}
 */
public record ImageFileSettings(
        Integer height, Integer width, Integer channels, Boolean convert, String labels, String path) {
    /** The column of images that are one column. */
    public static final String COLUMN = "image";

    /** Each pixel's channel is a column up to so many, 100 x 100 pixels in grey; a larger image is one column. */
    static final int MOST_COLUMNS = 10_000;

    /** Height x width x channels, 1024 x 1024 in grey or 591 x 591 in colour. */
    static final int MOST_SAMPLES = 1 << 20;

    public ImageFileSettings {
        channels = Defaults.of(channels, 1);
        convert = Defaults.of(convert, false);
        path = Defaults.of(path, "path");
    }

    /** How many numbers an image is. */
    public long samples() {
        return (long) height * width * channels;
    }

    /** Whether an image is one column of type {@code image}, since its pixels are too many to be a column each. */
    public boolean isOneColumn() {
        return samples() > MOST_COLUMNS;
    }

    /** Those columns, and the one of images that are one column, with its type. */
    Map<String, ColumnSettings> declaring(Map<String, ColumnSettings> columns) {
        if (!isOneColumn()) {
            return columns;
        }
        Map<String, ColumnSettings> all = new LinkedHashMap<>(columns);
        all.put(COLUMN, new ColumnSettings(ColumnType.IMAGE, false));
        return Collections.unmodifiableMap(all);
    }

    /** The settings of {@code train.cnn} that follow; those that are given stay. */
    Map<String, Object> asPixels(ImageSettings given) {
        Map<String, Object> pixels = new LinkedHashMap<>();
        pixels.put("cnn.height", Defaults.of(given.height(), height));
        pixels.put("cnn.width", Defaults.of(given.width(), width));
        pixels.put("cnn.channels", channels);
        return pixels;
    }

    /** What is wrong with the images of a data set, as a JSON pointer and a sentence. */
    static void check(Configuration configuration, BiConsumer<String, String> violation) {
        ImageFileSettings images = configuration.data().images();
        boolean declared = configuration.data().format() == Format.IMAGES;
        if (declared && images == null) {
            violation.accept(
                    "/data/format",
                    "'data.format: images' needs 'data.images' with height and width: every image has the same number of pixels");
        }
        if (images == null) {
            return;
        }
        if (!declared) {
            violation.accept("/data/images", "'data.images' speaks of image files: add 'data.format: images'");
        }
        if (images.samples() > MOST_SAMPLES) {
            violation.accept(
                    "/data/images",
                    images.height() + " x " + images.width() + " pixels with " + images.channels() + " channel(s) are "
                            + images.samples() + " numbers, more than the " + MOST_SAMPLES
                            + " that an image may have: give a smaller size and 'convert: true'");
        }
        String target = configuration.data().target();
        if (target != null
                && images.labels() == null
                && configuration.data().columns().containsKey(target)
                && configuration.data().columns().get(target).sensitive()) {
            violation.accept(
                    "/data/columns",
                    "'" + target
                            + "' is sensitive, and the names of folders stand in manifests and messages: name a CSV file in"
                            + " 'data.images.labels' instead");
        }
        ImageSettings pixels = configuration.train().cnn();
        if (!images.height().equals(pixels.height()) || !images.width().equals(pixels.width())) {
            violation.accept(
                    "/train/cnn",
                    "'train.cnn' says " + pixels.height() + " x " + pixels.width() + " pixels, and 'data.images' "
                            + images.height() + " x " + images.width() + ": leave height and width to data.images");
        }
    }
}
