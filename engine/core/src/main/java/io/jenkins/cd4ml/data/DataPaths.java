package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.data.source.FileFinder;
import io.jenkins.cd4ml.data.source.FileFormat;
import io.jenkins.cd4ml.data.source.SortedFiles;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The files of the configured data set; of images those that say what the images show are among them. */
final class DataPaths {
    private DataPaths() {}

    static void find(StageContext context, SortedFiles found) throws IOException {
        DataSettings data = context.configuration().data();
        if (data.format() == Format.IMAGES && data.images().labels() != null) {
            findLabels(context.project(), data.images().labels(), found);
        } else if (data.format() == Format.IMAGES) {
            for (String path : data.path()) {
                requireImages(context.project(), path);
            }
        }
        boolean classes = data.format() == Format.IMAGES && data.images().labels() == null;
        FileFinder finder = new FileFinder(context.project(), "data.path", data.format(), classes);
        finder.find(data.path(), found);
        if (!finder.passedOver().isEmpty()) {
            context.events().warning(passedOver(finder.passedOver(), data.format()));
        }
    }

    private static void findLabels(Path project, String labels, SortedFiles found) throws IOException {
        List<String> files = new FileFinder(project, "data.images.labels").find(List.of(labels));
        String file = Path.of(labels).normalize().toString().replace('\\', '/');
        if (!files.equals(List.of(file))) {
            throw InputException.ofKey(
                    "data.images.labels",
                    "'" + labels + "' is a folder or a glob: name the one CSV file of the labels");
        }
        new FileFinder(project, "data.images.labels").find(List.of(labels), found);
    }

    private static String passedOver(Map<String, Integer> kinds, Format format) {
        int count = kinds.values().stream().mapToInt(Integer::intValue).sum();
        List<String> each = new ArrayList<>();
        kinds.forEach((kind, files) -> each.add(files + " " + kind));
        return String.format(
                Locale.ROOT,
                "%,d %s in the folders of data.path not read (%s); read are %s",
                count,
                count == 1 ? "file is" : "files are",
                String.join(", ", each),
                FileFormat.endings(format));
    }

    /** A class without images is a slip: nobody makes a folder for a class that he does not want. */
    private static void requireImages(Path project, String path) throws IOException {
        Path folder = project.resolve(path);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> classes = Files.newDirectoryStream(folder, DataPaths::isClass)) {
            for (Path one : classes) {
                try (Stream<Path> files = Files.walk(one, FileVisitOption.FOLLOW_LINKS)) {
                    if (files.noneMatch(
                            file -> FileFormat.isImage(file.getFileName().toString()))) {
                        throw InputException.ofKey(
                                "data.path",
                                "the folder '" + path + "/" + one.getFileName()
                                        + "' holds no image, and each folder is a class: put images into it, or remove it");
                    }
                }
            }
        }
    }

    private static boolean isClass(Path folder) {
        return Files.isDirectory(folder) && !folder.getFileName().toString().startsWith(".");
    }
}
