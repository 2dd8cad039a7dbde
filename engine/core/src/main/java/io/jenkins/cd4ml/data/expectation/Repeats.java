package io.jenkins.cd4ml.data.expectation;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.datasketches.hash.MurmurHash3;

/**
 * Finds rows whose texts in some columns repeat those of an earlier row. Rows are known by 128 bits of MurmurHash3 (two different
 * ones are taken for equal with a probability below 2^-128 times the square of their number: exact for every data
 * set that fits a disk). The first million different rows stay in memory (about 50 MB); more go to 64 temporary files by hash, which
 * are looked through one after the other at the end.
 */
public final class Repeats implements Closeable {
    private static final int IN_MEMORY = 1 << 20;
    private static final int PARTITIONS = 64;
    private static final long SEED = 0x63_64_34_6d_6cL;

    private final int[] columns;
    private final Path folder;
    private final int inMemory;
    private final RowPlaces places;
    private HashSet128 memory = new HashSet128();
    private List<Partition> partitions;
    private long repeats;
    private long firstRow = Long.MAX_VALUE;
    private long firstEarlier;
    private byte[] bytes = new byte[256];
    private int length;

    private record Partition(Path file, DataOutputStream out) {}

    /**
     * @param columns positions of the columns in the rows
     * @param places knows the rows' places; shared with those who count them
     * @param temporary folder for temporary files, made when it is needed
     */
    public Repeats(int[] columns, RowPlaces places, Path temporary) {
        this(columns, places, temporary, IN_MEMORY);
    }

    Repeats(int[] columns, RowPlaces places, Path temporary, int inMemory) {
        this.columns = columns.clone();
        this.places = places;
        this.folder = temporary;
        this.inMemory = inMemory;
    }

    /** Takes a row; one that has no value in any of the columns does not count. */
    public void add(String[] values, long place) throws IOException {
        length = 0;
        boolean present = false;
        for (int column : columns) {
            present |= values[column] != null;
            append(values[column]);
        }
        if (present) {
            addHash(place);
        }
    }

    private void addHash(long place) throws IOException {
        long[] hash = MurmurHash3.hash(bytes, 0, length, SEED);
        if (partitions == null && memory.size() >= inMemory) {
            spill();
        }
        if (partitions == null) {
            note(memory.add(hash[0], hash[1], place), place);
        } else {
            write(hash[0], hash[1], place);
        }
    }

    /** Takes a row of the looked-at columns alone. */
    void addAll(String[] values, long place) throws IOException {
        length = 0;
        boolean present = false;
        for (String value : values) {
            present |= value != null;
            append(value);
        }
        if (present) {
            addHash(place);
        }
    }

    /** What has been seen so far, to go on by itself. */
    Repeats copy() throws IOException {
        Repeats copy = new Repeats(columns, places, folder, inMemory);
        copy.repeats = repeats;
        copy.firstRow = firstRow;
        copy.firstEarlier = firstEarlier;
        if (partitions == null) {
            copy.memory = memory.copy();
            return copy;
        }
        copy.memory = null;
        copy.partitions = new ArrayList<>();
        for (Partition partition : partitions) {
            partition.out.flush();
            Path file = Files.createTempFile(folder, "rows", ".tmp");
            Files.copy(partition.file, file, StandardCopyOption.REPLACE_EXISTING);
            OutputStream more = Files.newOutputStream(file, StandardOpenOption.APPEND);
            copy.partitions.add(new Partition(file, new DataOutputStream(new BufferedOutputStream(more, 1 << 15))));
        }
        return copy;
    }

    private void append(String value) {
        byte[] text = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        int size = text == null ? 0 : text.length;
        if (length + size + Integer.BYTES > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + size + Integer.BYTES));
        }
        int prefix = text == null ? -1 : size;
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (prefix >> shift);
        }
        if (text != null) {
            System.arraycopy(text, 0, bytes, length, size);
            length += size;
        }
    }

    private void note(long earlier, long place) {
        if (earlier >= 0) {
            repeats++;
            if (place < firstRow) {
                firstRow = place;
                firstEarlier = earlier;
            }
        }
    }

    private void spill() throws IOException {
        Files.createDirectories(folder);
        partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            Path file = Files.createTempFile(folder, "rows", ".tmp");
            partitions.add(new Partition(
                    file, new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 15))));
        }
        memory.<IOException>forEach(this::write);
        memory = null;
    }

    private void write(long high, long low, long place) throws IOException {
        DataOutputStream out = partitions.get((int) (high >>> 58)).out;
        out.writeLong(high);
        out.writeLong(low);
        out.writeLong(place);
    }

    /** Ends the rows and returns how many of them repeat an earlier one. */
    public long count() throws IOException {
        if (partitions != null) {
            for (Partition partition : partitions) {
                partition.out.close();
                look(partition.file);
                Files.delete(partition.file);
            }
            partitions = null;
            memory = new HashSet128();
        }
        return repeats;
    }

    private void look(Path file) throws IOException {
        HashSet128 seen = new HashSet128();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (long left = Files.size(file) / (3 * Long.BYTES); left > 0; left--) {
                long high = in.readLong();
                long low = in.readLong();
                long place = in.readLong();
                note(seen.add(high, low, place), place);
            }
        } catch (EOFException e) {
            throw new IOException("the temporary file " + file + " was cut off", e);
        }
    }

    /** Where the first repeating row is; only after {@link #count()} was not 0. */
    public RowPlace first() {
        return places.place(firstRow);
    }

    /** Where the row is that it repeats. */
    public RowPlace firstEarlier() {
        return places.place(firstEarlier);
    }

    @Override
    public void close() throws IOException {
        if (partitions != null) {
            for (Partition partition : partitions) {
                partition.out.close();
                Files.deleteIfExists(partition.file);
            }
            partitions = null;
        }
    }
}
