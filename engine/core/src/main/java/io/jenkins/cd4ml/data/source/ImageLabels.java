package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.config.ImageFileSettings;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a CSV file says of images: a column with their paths, relative to the file's folder, and columns with what is known of each, among
 * them the target.
 */
public final class ImageLabels {
    private final String file;
    private final List<String> columns;
    private final Map<String, Line> lines;
    private final Set<String> read = new HashSet<>();

    private record Line(long number, String[] values) {}

    private ImageLabels(String file, List<String> columns, Map<String, Line> lines) {
        this.file = file;
        this.columns = columns;
        this.lines = lines;
    }

    /** Reads the file, which is as long as the data set has images. */
    static ImageLabels read(SourceFile source, ImageFileSettings settings, CsvFormat format) throws IOException {
        Map<String, Line> lines = new HashMap<>();
        Path folder = Path.of(source.name().substring(0, source.name().lastIndexOf('/') + 1));
        String[][] names = new String[1][];
        int[] place = new int[1];
        try (InputStream in = Files.newInputStream(source.path())) {
            CsvFile.read(
                    source.name(),
                    in,
                    format,
                    header -> {
                        names[0] = header.names().toArray(String[]::new);
                        place[0] = header.names().indexOf(settings.path());
                        if (place[0] < 0) {
                            throw InputException.at(
                                    source.name(),
                                    header.line(),
                                    null,
                                    "has no column '" + settings.path() + "' with the images' paths: its columns are "
                                            + header.names() + "; name it in data.images.path");
                        }
                        return header.into(header.names());
                    },
                    (values, number) -> {
                        if (values[place[0]] == null) {
                            throw InputException.at(source.name(), number, settings.path(), "names no image");
                        }
                        Path image = folder.resolve(values[place[0]]).normalize();
                        String path = image.toString().replace('\\', '/');
                        Line before = lines.putIfAbsent(path, new Line(number, without(values, place[0])));
                        if (before != null) {
                            throw InputException.at(
                                    source.name(),
                                    number,
                                    settings.path(),
                                    "names " + path + ", as line " + before.number + " does: remove one");
                        }
                    });
        }
        return new ImageLabels(source.name(), List.of(without(names[0], place[0])), lines);
    }

    /** What is known of each image. */
    List<String> columns() {
        return columns;
    }

    boolean isIn(String name) {
        return file.equals(name);
    }

    /** What is known of that image, in the order of the columns. */
    String[] of(String image) {
        Line line = lines.get(image);
        if (line == null) {
            throw InputException.at(
                    image,
                    1,
                    null,
                    "is not in " + file + ", which says of each image what it shows: add a line, or remove it");
        }
        read.add(image);
        return line.values;
    }

    /** Makes sure that every line speaks of an image that was there. */
    void requireAllRead() {
        lines.entrySet().stream()
                .filter(entry -> !read.contains(entry.getKey()))
                .min((a, b) -> Long.compare(a.getValue().number, b.getValue().number))
                .ifPresent(entry -> {
                    throw InputException.at(
                            file,
                            entry.getValue().number,
                            null,
                            "names " + entry.getKey()
                                    + ", which is not among the images of data.path: correct the path, or remove the line");
                });
    }

    private static String[] without(String[] values, int place) {
        String[] others = new String[values.length - 1];
        System.arraycopy(values, 0, others, 0, place);
        System.arraycopy(values, place + 1, others, place, others.length - place);
        return others;
    }
}
