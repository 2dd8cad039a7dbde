package io.jenkins.cd4ml.data.source;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Paths in code point order, each once, however many there are: the first 50,000 stay in memory, more go in sorted runs to
 * temporary files, which are merged into one. Add, {@link #sort()}, then iterate as often as needed.
 */
public final class SortedPaths implements Iterable<String>, Closeable {
    private static final int IN_MEMORY = 50_000;

    private final Path folder;
    private final int inMemory;
    private final List<Path> runs = new ArrayList<>();
    private List<String> memory = new ArrayList<>();
    private long size;

    /** @param temporary folder for temporary files, made when it is needed */
    public SortedPaths(Path temporary) {
        this(temporary, IN_MEMORY);
    }

    SortedPaths(Path temporary, int inMemory) {
        this.folder = temporary;
        this.inMemory = inMemory;
    }

    /** Adds a path; it may be there already. */
    public void add(String path) throws IOException {
        memory.add(path);
        if (memory.size() >= inMemory) {
            sortMemory();
            spill(memory.iterator());
            memory.clear();
        }
    }

    /** Ends adding. */
    public SortedPaths sort() throws IOException {
        sortMemory();
        size = memory.size();
        if (!runs.isEmpty()) {
            spill(memory.iterator());
            memory = List.of();
            List<Path> parts = List.copyOf(runs);
            runs.clear();
            try (Merge merged = new Merge(parts)) {
                size = spill(merged);
            } finally {
                delete(parts);
            }
        }
        return this;
    }

    private void sortMemory() {
        memory.sort(CodePointOrder.INSTANCE);
        List<String> once = new ArrayList<>(memory.size());
        for (String path : memory) {
            if (once.isEmpty() || !once.get(once.size() - 1).equals(path)) {
                once.add(path);
            }
        }
        memory = once;
    }

    private long spill(Iterator<String> paths) throws IOException {
        Files.createDirectories(folder);
        Path run = Files.createTempFile(folder, "paths", ".tmp");
        runs.add(run);
        long count = 0;
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run), 1 << 16))) {
            while (paths.hasNext()) {
                byte[] bytes = paths.next().getBytes(StandardCharsets.UTF_8);
                out.writeInt(bytes.length);
                out.write(bytes);
                count++;
            }
        }
        return count;
    }

    /** Number of different paths; after {@link #sort()}. */
    public long size() {
        return size;
    }

    /** The path at that place, found by going through those before it. */
    public String get(int index) {
        Iterator<String> paths = iterator();
        for (int i = 0; i < index; i++) {
            paths.next();
        }
        return paths.next();
    }

    @Override
    public Iterator<String> iterator() {
        try {
            return runs.isEmpty() ? memory.iterator() : new Run(runs.get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        delete(runs);
        runs.clear();
        memory = List.of();
    }

    private static void delete(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    /** One sorted file; closes itself at its end. */
    private static final class Run implements Iterator<String>, Closeable {
        private final DataInputStream in;
        private String next;

        Run(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
            advance();
        }

        private void advance() throws IOException {
            try {
                next = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            } catch (EOFException e) {
                next = null;
                in.close();
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public String next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            String current = next;
            try {
                advance();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return current;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Several sorted files as one, each path once. */
    private static final class Merge implements Iterator<String>, Closeable {
        private final List<Run> open = new ArrayList<>();
        private final PriorityQueue<Run> heads =
                new PriorityQueue<>(Comparator.comparing(run -> run.next, CodePointOrder.INSTANCE));

        Merge(List<Path> files) throws IOException {
            for (Path file : files) {
                Run run = new Run(file);
                open.add(run);
                push(run);
            }
        }

        private void push(Run run) {
            if (run.hasNext()) {
                heads.add(run);
            }
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public String next() {
            String path = pop();
            while (!heads.isEmpty() && heads.peek().next.equals(path)) {
                pop();
            }
            return path;
        }

        private String pop() {
            Run run = heads.remove();
            String path = run.next();
            push(run);
            return path;
        }

        @Override
        public void close() throws IOException {
            for (Run run : open) {
                run.close();
            }
        }
    }
}
