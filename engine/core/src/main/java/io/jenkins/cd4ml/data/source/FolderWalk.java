package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinTask;

/**
 * Goes through the folders below a folder, several at once, and asks the system once about each file. Links are followed, except one that leads back to
 * where the search came from; names that start with a dot are passed by. Of several problems the one is told whose path comes first,
 * whatever order the folders were gone through in.
 */
final class FolderWalk {
    /** So many files are handed over at a time. */
    private static final int BATCH = 1024;
    /** So many folders of a folder wait for other threads at a time: there may be a million of them. */
    private static final int MOST_WAITING = 3;

    private final int depth;
    private final Visitor visitor;
    private String problemPath;
    private RuntimeException problem;
    private long found;

    /** What to do with what is found. */
    interface Visitor {
        /** Whether the file, whose last name that is, is one to be found. Called by several threads at once. */
        boolean wants(Path file, String name);

        /** Refuses what cannot be used, by {@link InputException}. Called by several threads at once. */
        void check(Path file, String path, FileNode node) throws IOException;

        /** Takes files; called by one thread at a time, in no order. */
        void take(List<FoundFile> files) throws IOException;

        /** What to say of a file or folder that the system tells nothing about. */
        InputException unreadable(Path file, String path, IOException failure);
    }

    /** @param depth how many levels below the folder to go */
    FolderWalk(int depth, Visitor visitor) {
        this.depth = depth;
        this.visitor = visitor;
    }

    /**
     * Finds all files.
     *
     * @param path the folder relative to the project, empty for the project itself
     * @return how many there were
     */
    long of(Path base, String path) throws IOException {
        ForkJoinTask.adapt(new Folder(base, path, FileNode.of(base).key(), 1, null))
                .invoke();
        return outcome();
    }

    private synchronized long outcome() throws IOException {
        if (problem instanceof UncheckedIOException failure) {
            throw failure.getCause();
        }
        if (problem != null) {
            throw problem;
        }
        return found;
    }

    private synchronized void take(List<FoundFile> files) {
        found += files.size();
        try {
            visitor.take(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.clear();
    }

    private synchronized void fail(String path, RuntimeException failure) {
        if (problem == null || CodePointOrder.INSTANCE.compare(path, problemPath) < 0) {
            problem = failure;
            problemPath = path;
        }
    }

    /** One folder, gone through by one thread. */
    private final class Folder implements Runnable {
        private final Path folder;
        private final String path;
        private final Object key;
        private final int level;
        private final Folder above;
        private final List<FoundFile> files = new ArrayList<>();
        private final List<ForkJoinTask<?>> elsewhere = new ArrayList<>();

        Folder(Path folder, String path, Object key, int level, Folder above) {
            this.folder = folder;
            this.path = path;
            this.key = key;
            this.level = level;
            this.above = above;
        }

        @Override
        public void run() {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    String name = entry.getFileName().toString();
                    if (!name.startsWith(".")) {
                        visit(entry, name);
                    }
                }
                take(files);
            } catch (DirectoryIteratorException e) {
                fail(path, visitor.unreadable(folder, path, e.getCause()));
            } catch (IOException e) {
                fail(path, visitor.unreadable(folder, path, e));
            } catch (UncheckedIOException e) {
                fail(path, e);
            }
            elsewhere.forEach(ForkJoinTask::join);
        }

        private void visit(Path entry, String name) {
            String inside = path.isEmpty() ? name : path + "/" + name;
            try {
                FileNode node = FileNode.of(entry);
                if (node.isFolder()) {
                    descend(entry, inside, node);
                } else if (visitor.wants(entry, name)) {
                    visitor.check(entry, inside, node);
                    files.add(new FoundFile(inside, node.stat()));
                    if (files.size() == BATCH) {
                        take(files);
                    }
                }
            } catch (InputException e) {
                fail(inside, e);
            } catch (IOException e) {
                if (!Files.isSymbolicLink(entry) || visitor.wants(entry, name)) {
                    fail(inside, visitor.unreadable(entry, inside, e));
                }
            }
        }

        private void descend(Path entry, String inside, FileNode node) {
            if (level == depth || leadsBack(entry, node.key())) {
                return;
            }
            Folder below = new Folder(entry, inside, node.key(), level + 1, this);
            elsewhere.removeIf(ForkJoinTask::isCompletedNormally);
            if (elsewhere.size() < MOST_WAITING) {
                elsewhere.add(ForkJoinTask.adapt(below).fork());
            } else {
                below.run();
            }
        }

        private boolean leadsBack(Path entry, Object entryKey) {
            for (Folder before = this; before != null; before = before.above) {
                if (entryKey == null ? isSame(entry, before.folder) : entryKey.equals(before.key)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isSame(Path one, Path other) {
            try {
                return Files.isSameFile(one, other);
            } catch (IOException e) {
                return false;
            }
        }
    }
}
