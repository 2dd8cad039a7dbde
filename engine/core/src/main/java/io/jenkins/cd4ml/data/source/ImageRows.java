package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.config.ImageFileSettings;
import io.jenkins.cd4ml.data.image.ImageSize;
import io.jenkins.cd4ml.data.image.Picture;
import io.jenkins.cd4ml.data.image.PictureFile;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * An image file as one row: what is known of it, then its pixels, each a column, or all of them as one. One image is in memory at a
 * time. The text of an image that is one column is its digest, {@code sha256:…}, enough to count and to compare images; whoever needs
 * what they show asks {@link #withSamples}.
 */
public final class ImageRows {
    /** Where {@code data.target} names no other. */
    private static final String CLASS = "class";

    private final ImageFileSettings settings;
    private final ImageSize size;
    private final boolean samples;
    private final boolean folders;
    private final ImageLabels labels;
    private final List<String> about;
    private final List<String> columns;

    /**
     * @param samples whether the text of an image that is one column has its samples
     * @param about columns of what is known of an image
     * @param folders whether the only one of them is the name of the image's folder
     * @param labels knows them otherwise; null where there are none
     */
    private ImageRows(
            ImageFileSettings settings, boolean samples, List<String> about, boolean folders, ImageLabels labels) {
        this.settings = settings;
        this.size = new ImageSize(settings.height(), settings.width(), settings.channels(), settings.convert());
        this.samples = samples;
        this.folders = folders;
        this.labels = labels;
        this.about = about;
        List<String> pixels = settings.isOneColumn() ? List.of(ImageFileSettings.COLUMN) : size.columns();
        this.columns = Stream.concat(about.stream(), pixels.stream()).toList();
        about.stream()
                .filter(name -> ImageSize.isPixel(name) || pixels.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw InputException.ofKey(
                            "data.images",
                            "column '" + name + "' is called like "
                                    + (settings.isOneColumn() ? "the column of the images" : "a pixel")
                                    + ": rename it");
                });
    }

    /** Of a data set of images. */
    static ImageRows of(DataSettings settings, ImageLabels labels) {
        String target = settings.target() == null ? CLASS : settings.target();
        return labels == null
                ? new ImageRows(settings.images(), false, List.of(target), true, null)
                : new ImageRows(settings.images(), false, labels.columns(), false, labels);
    }

    /** Images of which nothing is known but what they show. */
    ImageRows unlabelled() {
        return new ImageRows(settings, samples, List.of(), false, null);
    }

    /** The same; the text of an image that is one column is the Base64 of its samples. */
    ImageRows withSamples() {
        return new ImageRows(settings, true, about, folders, labels);
    }

    /** Reads one image as {@link CsvFile#read} reads a file's rows. */
    long read(String file, InputStream in, CsvFile.HeaderHandler handler, RowHandler rows) throws IOException {
        Arrangement arrangement = handler.header(new Header(file, 1, columns));
        Picture picture = size.fit(file, PictureFile.read(file, in));
        String[] known = folders ? new String[] {folder(file)} : labels == null ? new String[0] : labels.of(file);
        String[] values = new String[arrangement.width()];
        for (int i = 0; i < arrangement.positions().length; i++) {
            int place = arrangement.positions()[i];
            if (place >= 0) {
                values[place] = i < known.length ? known[i] : pixels(picture, i - known.length);
            }
        }
        rows.row(values, 1);
        return 1;
    }

    private String pixels(Picture picture, int column) {
        if (!settings.isOneColumn()) {
            return Integer.toString(picture.sample(column));
        }
        if (samples) {
            return Base64.getEncoder().encodeToString(picture.samples());
        }
        MessageDigest digest = Sha256.digest();
        digest.update(picture.samples());
        return "sha256:" + Sha256.hex(digest);
    }

    /** Makes sure that everything that is known is known of an image that was read. */
    public void requireAllRead() {
        if (labels != null) {
            labels.requireAllRead();
        }
    }

    boolean isLabels(String file) {
        return labels != null && labels.isIn(file);
    }

    private static String folder(String file) {
        String[] parts = file.split("/");
        if (parts.length < 2) {
            throw InputException.at(
                    file,
                    1,
                    null,
                    "lies in no folder whose name could be its class: put it into one, or name a CSV file in data.images.labels");
        }
        return parts[parts.length - 2].strip();
    }
}
