package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.config.ImageFileSettings;
import io.jenkins.cd4ml.data.image.ImageSize;
import io.jenkins.cd4ml.data.image.Picture;
import io.jenkins.cd4ml.data.image.PictureFile;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/** An image file as one row: what is known of it, then its pixels, each a column. One image is in memory at a time. */
public final class ImageRows {
    /** Where {@code data.target} names no other. */
    private static final String CLASS = "class";

    private final ImageSize size;
    private final boolean folders;
    private final ImageLabels labels;
    private final List<String> columns;
    private final int known;

    /**
     * @param about columns of what is known of an image
     * @param folders whether the only one of them is the name of the image's folder
     * @param labels knows them otherwise; null where there are none
     */
    private ImageRows(ImageSize size, List<String> about, boolean folders, ImageLabels labels) {
        this.size = size;
        this.folders = folders;
        this.labels = labels;
        this.known = about.size();
        this.columns = Stream.concat(about.stream(), size.columns().stream()).toList();
        about.stream().filter(ImageSize::isPixel).findFirst().ifPresent(name -> {
            throw InputException.ofKey("data.images", "column '" + name + "' is called like a pixel: rename it");
        });
    }

    /** Of a data set of images. */
    static ImageRows of(DataSettings settings, ImageLabels labels) {
        ImageFileSettings images = settings.images();
        ImageSize size = new ImageSize(images.height(), images.width(), images.channels(), images.convert());
        String target = settings.target() == null ? CLASS : settings.target();
        return labels == null
                ? new ImageRows(size, List.of(target), true, null)
                : new ImageRows(size, labels.columns(), false, labels);
    }

    /** Images of which nothing is known but what they show. */
    ImageRows unlabelled() {
        return new ImageRows(size, List.of(), false, null);
    }

    /** Reads one image as {@link CsvFile#read} reads a file's rows. */
    long read(String file, InputStream in, CsvFile.HeaderHandler handler, RowHandler rows) throws IOException {
        Arrangement arrangement = handler.header(new Header(file, 1, columns));
        Picture picture = size.fit(file, PictureFile.read(file, in));
        String[] about = folders ? new String[] {folder(file)} : labels == null ? new String[0] : labels.of(file);
        String[] values = new String[arrangement.width()];
        for (int i = 0; i < arrangement.positions().length; i++) {
            int place = arrangement.positions()[i];
            if (place >= 0) {
                values[place] = i < known ? about[i] : Integer.toString(picture.sample(i - known));
            }
        }
        rows.row(values, 1);
        return 1;
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
