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
 * Files in code point order of their paths, each once, however many there are: those that the heap has room for stay in memory, more
 * go in sorted runs to temporary files, which are merged into one. Add first, then look as often as needed: the first look sorts.
 */
public final class SortedFiles implements Iterable<FoundFile>, Closeable {
    private static final Comparator<FoundFile> ORDER = Comparator.comparing(FoundFile::path, CodePointOrder.INSTANCE);

    /** A file takes some 250 bytes: these are a sixteenth of the heap. */
    private static final long HEAP_A_FILE = 4096;

    private static final int LEAST_IN_MEMORY = 20_000;
    private static final int MOST_IN_MEMORY = 250_000;

    private final Path folder;
    private final int inMemory;
    private final List<Path> runs = new ArrayList<>();
    private final Fingerprint fingerprint = new Fingerprint();
    private List<FoundFile> memory = new ArrayList<>();
    private boolean sorted;
    private long size;

    /** @param temporary folder for temporary files, made when it is needed */
    public SortedFiles(Path temporary) {
        this(temporary, (int) Math.max(
                LEAST_IN_MEMORY, Math.min(MOST_IN_MEMORY, Runtime.getRuntime().maxMemory() / HEAP_A_FILE)));
    }

    SortedFiles(Path temporary, int inMemory) {
        this.folder = temporary;
        this.inMemory = inMemory;
    }

    /** Adds a file; its path may be there already. */
    public void add(FoundFile file) throws IOException {
        sorted = false;
        fingerprint.add(file);
        memory.add(file);
        if (memory.size() >= inMemory) {
            sortMemory();
            spill(memory.iterator());
            memory.clear();
        }
    }

    /** Of all that was added, whatever the order; nothing is sorted for it. */
    public String fingerprint() {
        return fingerprint.hex();
    }

    private void sort() throws IOException {
        if (sorted) {
            return;
        }
        sorted = true;
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
    }

    private void sortMemory() {
        memory.sort(ORDER);
        List<FoundFile> once = new ArrayList<>(memory.size());
        for (FoundFile file : memory) {
            if (once.isEmpty() || !once.get(once.size() - 1).path().equals(file.path())) {
                once.add(file);
            }
        }
        memory = once;
    }

    private long spill(Iterator<FoundFile> files) throws IOException {
        Files.createDirectories(folder);
        Path run = Files.createTempFile(folder, "files", ".tmp");
        runs.add(run);
        long count = 0;
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run), 1 << 16))) {
            while (files.hasNext()) {
                FoundFile file = files.next();
                byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
                out.writeInt(path.length);
                out.write(path);
                out.writeLong(file.stat().size());
                out.writeLong(file.stat().modified());
                out.writeLong(file.stat().changed());
                out.writeLong(file.stat().inode());
                count++;
            }
        }
        return count;
    }

    /** Number of different paths. */
    public long size() throws IOException {
        sort();
        return size;
    }

    /** The path at that place, found by going through those before it. */
    public String path(int index) {
        Iterator<FoundFile> files = iterator();
        for (int i = 0; i < index; i++) {
            files.next();
        }
        return files.next().path();
    }

    @Override
    public Iterator<FoundFile> iterator() {
        try {
            sort();
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
    private static final class Run implements Iterator<FoundFile>, Closeable {
        private final DataInputStream in;
        private FoundFile next;

        Run(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
            advance();
        }

        private void advance() throws IOException {
            try {
                String path = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                next = new FoundFile(path, new FileStat(in.readLong(), in.readLong(), in.readLong(), in.readLong()));
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
        public FoundFile next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            FoundFile current = next;
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
    private static final class Merge implements Iterator<FoundFile>, Closeable {
        private final List<Run> open = new ArrayList<>();
        private final PriorityQueue<Run> heads = new PriorityQueue<>(Comparator.comparing(run -> run.next, ORDER));

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
        public FoundFile next() {
            FoundFile file = pop();
            while (!heads.isEmpty() && heads.peek().next.path().equals(file.path())) {
                pop();
            }
            return file;
        }

        private FoundFile pop() {
            Run run = heads.remove();
            FoundFile file = run.next();
            push(run);
            return file;
        }

        @Override
        public void close() throws IOException {
            for (Run run : open) {
                run.close();
            }
        }
    }
}
