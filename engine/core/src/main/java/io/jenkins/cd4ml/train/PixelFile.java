package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.table.ColumnValues;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The samples of many images, a byte each, image after image: what a process reads a batch at a time, so that it need not hold all of
 * them. Where a model reads such images its input is a row's number in this file, a 32-bit float, and not the pixels.
 */
public final class PixelFile implements Closeable {
    /** Beside the rows that a process is given. */
    public static final String NAME = "pixels.bin";

    /** A 32-bit float holds whole numbers up to here. */
    private static final int MOST_ROWS = 1 << 24;

    private final FileChannel channel;
    private final int samples;

    private PixelFile(FileChannel channel, int samples) {
        this.channel = channel;
        this.samples = samples;
    }

    /**
     * Opens one.
     *
     * @param samples of an image
     */
    public static PixelFile open(Path file, int samples) throws IOException {
        return new PixelFile(FileChannel.open(file, StandardOpenOption.READ), samples);
    }

    /** Writes the images of those rows, one part after the other. */
    static void write(Path file, ColumnValues.Images images, int samples, int[]... parts) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int[] rows : parts) {
                for (int row : rows) {
                    byte[] image = images.samples()[row];
                    if (image.length != samples) {
                        throw new IllegalArgumentException(image.length + " samples instead of " + samples);
                    }
                    out.write(image);
                }
            }
        }
    }

    /** The numbers of so many rows from that one on, [rows]. */
    static float[] numbers(int from, int rows) {
        if ((long) from + rows > MOST_ROWS) {
            throw new IllegalArgumentException(from + rows + " images");
        }
        float[] numbers = new float[rows];
        for (int i = 0; i < rows; i++) {
            numbers[i] = from + i;
        }
        return numbers;
    }

    /** Puts the samples of one image into the buffer, which has room for them. */
    public void read(int row, ByteBuffer into) throws IOException {
        int end = into.limit();
        into.limit(into.position() + samples);
        long place = (long) row * samples;
        while (into.hasRemaining()) {
            int read = channel.read(into, place);
            if (read < 0) {
                throw new EOFException("there are fewer images than " + (row + 1));
            }
            place += read;
        }
        into.limit(end);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
