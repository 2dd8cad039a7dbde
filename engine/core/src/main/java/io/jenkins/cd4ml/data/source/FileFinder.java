package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiPredicate;
import java.util.regex.PatternSyntaxException;

/**
 * Finds the files of a data set: files, folders (every file of data below, by its ending) and globs, relative to the
 * project. Links are followed, also to places outside the project; a link that leads back to where the search came from is
 * not. Files and folders whose name starts with a dot are found only when they are named. An image may be a link only to an image in
 * the same folder that was named.
 */
public final class FileFinder {
    /** What images have in common that lie beside the classes' folders. */
    private static final String NO_CLASS = "in no class's folder";

    private final Path project;
    private final String key;
    private final Format declared;
    private final boolean classes;
    private final Map<String, Integer> passedOver = new ConcurrentSkipListMap<>();

    /**
     * @param project absolute path of the project
     * @param key the setting that the paths come from, for messages: {@code data.path}
     */
    public FileFinder(Path project, String key) {
        this(project, key, null);
    }

    /** @param declared the format that all files of the data set have; null: each its own */
    public FileFinder(Path project, String key, Format declared) {
        this(project, key, declared, false);
    }

    /**
     * A finder.
     *
     * @param classes whether the folders of a folder that is named are classes: what lies beside them is of none, and passed over
     */
    public FileFinder(Path project, String key, Format declared, boolean classes) {
        this.declared = declared;
        this.classes = classes;
        this.project = project.toAbsolutePath().normalize();
        this.key = key;
    }

    /**
     * The files of these paths, each once, relative to the project with {@code /}, in code point order.
     *
     * @throws InputException naming the first path that stands for nothing
     */
    public List<String> find(List<String> paths) throws IOException {
        requireAny(paths);
        Set<String> found = new TreeSet<>(CodePointOrder.INSTANCE);
        for (String path : paths) {
            find(path, file -> found.add(file.path()));
        }
        return List.copyOf(found);
    }

    /** Finds the same files, however many, for the receiver to sort. */
    public void find(List<String> paths, SortedFiles found) throws IOException {
        requireAny(paths);
        for (String path : paths) {
            find(path, found::add);
        }
    }

    private void requireAny(List<String> paths) {
        if (paths.isEmpty()) {
            throw problem(null, "names no file: name files, a folder or a glob such as data/*.csv");
        }
    }

    /**
     * Files in folders that look like data and are none that is read, by what they have in common: {@code *.xlsx}, {@code ~$*}; only
     * after the search.
     */
    public Map<String, Integer> passedOver() {
        return passedOver;
    }

    private boolean isData(String name) {
        boolean data = FileFormat.isData(name, declared) && !name.startsWith(FileFormat.OPENED);
        String kind = data ? null : FileFormat.unread(name, declared);
        if (kind != null) {
            passedOver.merge(kind, 1, Integer::sum);
        }
        return data;
    }

    private boolean isOfNoClass(Path folder, Path file) {
        boolean outside = folder.equals(file.getParent());
        if (outside) {
            passedOver.merge(NO_CLASS, 1, Integer::sum);
        }
        return outside;
    }

    private static boolean hasFolders(Path folder) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                folder, entry -> !entry.getFileName().toString().startsWith(".") && Files.isDirectory(entry))) {
            return found.iterator().hasNext();
        }
    }

    /** Takes a file that was found. */
    @FunctionalInterface
    private interface Found {
        void add(FoundFile file) throws IOException;
    }

    private void find(String path, Found found) throws IOException {
        Path literal = literal(path);
        if (literal != null && Files.isDirectory(literal)) {
            boolean beside = classes && hasFolders(literal);
            BiPredicate<Path, String> wanted = (file, name) -> isData(name) && !(beside && isOfNoClass(literal, file));
            if (!walk(literal, path, Integer.MAX_VALUE, wanted, found)) {
                throw problem(
                        path,
                        "the folder '" + path + "' in " + project + " holds no file of data: "
                                + FileFormat.endings(declared));
            }
        } else if (literal != null && Files.exists(literal)) {
            FileNode node = FileNode.of(literal);
            requireReadable(literal, path, node);
            found.add(new FoundFile(relative(literal), node.stat()));
        } else if (Glob.isGlob(path)) {
            Glob glob = glob(path);
            Path base = literal(glob.base());
            if (!Files.isDirectory(base)) {
                throw problem(
                        path, "no file matches '" + path + "': there is no folder '" + glob.base() + "' in " + project);
            }
            if (!walk(base, path, glob.depth(), (file, name) -> glob.matches(base.relativize(file)), found)) {
                throw problem(path, "no file matches '" + path + "' in " + project);
            }
        } else if (literal != null && Files.exists(literal, LinkOption.NOFOLLOW_LINKS)) {
            throw problem(
                    path, "'" + path + "' is a link to " + Files.readSymbolicLink(literal) + ", which does not exist");
        } else {
            throw problem(path, "there is no file or folder '" + path + "' in " + project);
        }
    }

    /** The path in the project, null where it cannot be one (as a glob on a system whose names may not have a star). */
    private Path literal(String path) {
        Path resolved;
        try {
            resolved = project.resolve(path).normalize();
        } catch (InvalidPathException e) {
            if (Glob.isGlob(path)) {
                return null;
            }
            throw problem(path, "'" + path + "' is not a path: " + e.getReason());
        }
        if (!resolved.startsWith(project)) {
            throw problem(
                    path,
                    "'" + path + "' is outside the project " + project
                            + ": name files inside it; a link inside may lead elsewhere");
        }
        return resolved;
    }

    private Glob glob(String path) {
        try {
            return Glob.of(path);
        } catch (PatternSyntaxException e) {
            throw problem(path, "'" + path + "' is not a valid glob: " + e.getDescription());
        }
    }

    /** Whether any file was found. */
    private boolean walk(Path base, String path, int depth, BiPredicate<Path, String> wanted, Found found)
            throws IOException {
        FolderWalk.Visitor visitor = new FolderWalk.Visitor() {
            @Override
            public boolean wants(Path file, String name) {
                return wanted.test(file, name);
            }

            @Override
            public void check(Path file, String name, FileNode node) throws IOException {
                requireReadable(file, name, node);
                requireInside(base, file, name);
            }

            @Override
            public void take(List<FoundFile> files) throws IOException {
                for (FoundFile file : files) {
                    found.add(file);
                }
            }

            @Override
            public InputException unreadable(Path file, String name, IOException failure) {
                return problem(
                        path,
                        Files.isSymbolicLink(file)
                                ? "'" + name + "' is a link to " + target(file) + ", which does not exist"
                                : "'" + name + "' in " + project + " cannot be read: " + failure);
            }
        };
        return new FolderWalk(depth, visitor).of(base, relative(base)) > 0;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "a place that cannot be read";
        }
    }

    private void requireReadable(Path file, String path, FileNode node) {
        if (!node.isFile()) {
            throw problem(path, "'" + path + "' in " + project + " is not a regular file");
        }
        if (!node.openToAll() && !Files.isReadable(file)) {
            throw problem(path, "'" + path + "' in " + project + " may not be read by this user");
        }
    }

    /** A link among images would give a file from elsewhere the class of the folder that it seems to lie in. */
    private void requireInside(Path base, Path file, String relative) throws IOException {
        if (declared == Format.IMAGES && !file.toRealPath().startsWith(base.toRealPath())) {
            throw problem(
                    relative,
                    "'" + relative + "' leads by a link to " + file.toRealPath() + ", out of '" + relative(base)
                            + "': copy the image to where it belongs");
        }
    }

    private String relative(Path file) {
        return project.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    private InputException problem(String path, String message) {
        return new InputException(new Problem(key + ": " + message, path, null, null, key, null));
    }
}
