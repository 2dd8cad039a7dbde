package io.jenkins.cd4ml.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Predictions on their way from the process that made them: a file in the format of {@link Safetensors} with one tensor {@code
 * predictions} [rows, columns] of the floats that the model answers with, 64-bit or 32-bit ones. It is written row by row: the writer never
 * holds them all.
 */
public final class PredictionFile implements Closeable {
    private static final String TENSOR = "predictions";
    private static final String SINGLE = "F32";
    private static final String DOUBLE = "F64";
    private static final int CHUNK = 1 << 16;

    private final FileChannel channel;
    private final ByteBuffer chunk;
    private final int columns;
    private final boolean single;
    private int left;

    private PredictionFile(FileChannel channel, int rows, int columns, boolean single) {
        this.channel = channel;
        this.columns = columns;
        this.single = single;
        this.left = rows;
        this.chunk = Safetensors.little(Math.max(CHUNK, Math.multiplyExact(columns, bytes(single))));
    }

    /**
     * Begins a file of so many predictions, all of which have to be {@link #add added} before it is closed.
     *
     * @param single whether they are 32-bit floats
     */
    public static PredictionFile create(Path file, int rows, int columns, boolean single) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            byte[] header = Safetensors.padded("{\"" + TENSOR + "\":{\"dtype\":\"" + (single ? SINGLE : DOUBLE)
                    + "\",\"shape\":[" + rows + "," + columns + "],\"data_offsets\":[0,"
                    + (long) rows * columns * bytes(single) + "]}}");
            ByteBuffer start = Safetensors.little(Long.BYTES + header.length);
            Safetensors.writeFully(
                    channel, start.putLong(header.length).put(header).flip());
            return new PredictionFile(channel, rows, columns, single);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Writes all of them. */
    public static void write(Path file, Predictions predictions) throws IOException {
        int columns = Math.max(1, predictions.classes().size());
        try (PredictionFile out = create(file, predictions.rows(), columns, predictions.single())) {
            out.add(predictions.values());
        }
    }

    /** The predictions of the next rows. */
    public void add(double[][] rows) throws IOException {
        for (double[] row : rows) {
            if (row.length != columns || left == 0) {
                throw new IllegalArgumentException(
                        row.length + " numbers in a row, not " + columns + ", or rows beyond the last");
            }
            left--;
            if (chunk.remaining() < columns * bytes(single)) {
                flush();
            }
            for (double value : row) {
                if (single) {
                    chunk.putFloat((float) value);
                } else {
                    chunk.putDouble(value);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
        }
    }

    private void flush() throws IOException {
        Safetensors.writeFully(channel, chunk.flip());
        chunk.clear();
    }

    /**
     * The predictions in a file.
     *
     * @param classes of its columns; empty for regression
     * @throws InputException where the file is damaged, cut off, or holds something else
     */
    public static Predictions read(Path file, List<String> classes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long length = size < Long.BYTES
                    ? -1
                    : Safetensors.readFully(channel, Long.BYTES).getLong();
            require(length >= 2 && length <= CHUNK && length <= size - Long.BYTES, file);
            JsonNode tensor = parse(
                            file, Safetensors.readFully(channel, (int) length).array())
                    .path(TENSOR);
            String type = tensor.path("dtype").asText();
            long rows = tensor.path("shape").path(0).asLong(-1);
            boolean single = type.equals(SINGLE);
            int columns = Math.max(1, classes.size());
            require(single || type.equals(DOUBLE), file);
            require(tensor.path("shape").path(1).asLong(-1) == columns, file);
            require(rows >= 0 && rows <= Integer.MAX_VALUE, file);
            require(size - Long.BYTES - length == rows * columns * bytes(single), file);
            return new Predictions(classes, values(channel, (int) rows, columns, single), false, single);
        }
    }

    private static double[][] values(FileChannel channel, int rows, int columns, boolean single) throws IOException {
        double[][] values = new double[rows][columns];
        int atOnce = Math.max(1, CHUNK / Double.BYTES / columns);
        for (int from = 0; from < rows; from += atOnce) {
            int to = Math.min(rows, from + atOnce);
            ByteBuffer buffer = Safetensors.readFully(channel, (to - from) * columns * bytes(single));
            for (int row = from; row < to; row++) {
                for (int column = 0; column < columns; column++) {
                    values[row][column] = single ? buffer.getFloat() : buffer.getDouble();
                }
            }
        }
        return values;
    }

    private static int bytes(boolean single) {
        return single ? Float.BYTES : Double.BYTES;
    }

    private static JsonNode parse(Path file, byte[] header) throws IOException {
        try {
            return Protocol.mapper().readTree(new String(header, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new InputException(file + " is damaged: its header is no JSON; ask the model again");
        }
    }

    private static void require(boolean condition, Path file) {
        if (!condition) {
            throw new InputException(file + " is damaged, or holds no such predictions: ask the model again");
        }
    }
}
