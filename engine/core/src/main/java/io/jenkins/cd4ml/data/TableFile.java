package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.store.AtomicFile;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Hands a table to another process of this engine: not a format to keep. Big-endian; {@code cd4mltb1}, the schema as JSON
 * with its length, the number of rows, the keys, then each column (numbers as doubles, dates as epoch days, texts as a dictionary
 * and an index for each row, -1 for missing, images as their samples with their length), and the CRC-32C of all before it.
 */
public final class TableFile {
    private static final long MAGIC = 0x63_64_34_6d_6c_74_62_31L;
    private static final int CHUNK = 8192;
    private static final int MISSING = -1;

    private TableFile() {}

    /** Writes the file, whole or not at all. */
    public static void write(Table table, Path path) throws IOException {
        AtomicFile.write(path, raw -> {
            CRC32C checksum = new CRC32C();
            DataOutputStream out = new DataOutputStream(new CheckedOutputStream(raw, checksum));
            out.writeLong(MAGIC);
            writeBytes(out, DataJson.mapper().writeValueAsBytes(table.schema()));
            out.writeInt(table.rows());
            writeLongs(out, table.keys());
            for (ColumnValues values : table.columns()) {
                if (values instanceof ColumnValues.Numbers numbers) {
                    writeLongs(
                            out,
                            Arrays.stream(numbers.values())
                                    .mapToLong(Double::doubleToRawLongBits)
                                    .toArray());
                } else if (values instanceof ColumnValues.Dates dates) {
                    writeLongs(out, dates.epochDays());
                } else if (values instanceof ColumnValues.Texts texts) {
                    writeTexts(out, texts.values());
                } else if (values instanceof ColumnValues.Images images) {
                    for (byte[] samples : images.samples()) {
                        out.writeBoolean(samples != null);
                        if (samples != null) {
                            writeBytes(out, samples);
                        }
                    }
                }
            }
            out.flush();
            long sum = checksum.getValue();
            out.writeLong(sum);
            out.flush();
        });
    }

    /** Reads it back; throws {@link IOException} when it is not what was written. */
    public static Table read(Path path) throws IOException {
        CRC32C checksum = new CRC32C();
        try (DataInputStream in = new DataInputStream(
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16), checksum))) {
            if (in.readLong() != MAGIC) {
                throw new IOException(path + " is not a table file");
            }
            Schema schema = DataJson.mapper().readValue(readBytes(in), Schema.class);
            int rows = in.readInt();
            long[] keys = readLongs(in, rows);
            List<ColumnValues> columns = new ArrayList<>();
            for (Column column : schema.columns()) {
                columns.add(
                        column.type().isNumeric()
                                ? new ColumnValues.Numbers(Arrays.stream(readLongs(in, rows))
                                        .mapToDouble(Double::longBitsToDouble)
                                        .toArray())
                                : column.type().isTemporal()
                                        ? new ColumnValues.Dates(readLongs(in, rows))
                                        : column.type() == ColumnType.IMAGE
                                                ? new ColumnValues.Images(readImages(in, rows))
                                                : new ColumnValues.Texts(readTexts(in, rows)));
            }
            long sum = checksum.getValue();
            if (in.readLong() != sum) {
                throw new IOException(path + " is damaged: its checksum does not match");
            }
            return new Table(schema, columns, keys);
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IOException(path + " is damaged: a length or an index in it is impossible", e);
        }
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new java.io.EOFException("the table file ends early");
        }
        return bytes;
    }

    private static byte[][] readImages(DataInputStream in, int rows) throws IOException {
        byte[][] samples = new byte[rows][];
        for (int row = 0; row < rows; row++) {
            samples[row] = in.readBoolean() ? readBytes(in) : null;
        }
        return samples;
    }

    private static void writeLongs(DataOutputStream out, long[] values) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Long.BYTES);
        LongBuffer longs = buffer.asLongBuffer();
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            longs.clear().put(values, from, count);
            out.write(buffer.array(), 0, count * Long.BYTES);
        }
    }

    private static long[] readLongs(DataInputStream in, int rows) throws IOException {
        long[] values = new long[rows];
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Long.BYTES);
        LongBuffer longs = buffer.asLongBuffer();
        for (int from = 0; from < rows; from += CHUNK) {
            int count = Math.min(CHUNK, rows - from);
            in.readFully(buffer.array(), 0, count * Long.BYTES);
            longs.clear().get(values, from, count);
        }
        return values;
    }

    private static void writeTexts(DataOutputStream out, String[] values) throws IOException {
        Map<String, Integer> dictionary = new LinkedHashMap<>();
        for (String value : values) {
            if (value != null) {
                dictionary.putIfAbsent(value, dictionary.size());
            }
        }
        out.writeInt(dictionary.size());
        for (String value : dictionary.keySet()) {
            writeBytes(out, value.getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Integer.BYTES);
        for (int from = 0; from < values.length; from += CHUNK) {
            buffer.clear();
            for (int row = from; row < Math.min(values.length, from + CHUNK); row++) {
                buffer.putInt(values[row] == null ? MISSING : dictionary.get(values[row]));
            }
            out.write(buffer.array(), 0, buffer.position());
        }
    }

    private static String[] readTexts(DataInputStream in, int rows) throws IOException {
        String[] dictionary = new String[in.readInt()];
        for (int i = 0; i < dictionary.length; i++) {
            dictionary[i] = new String(readBytes(in), StandardCharsets.UTF_8);
        }
        String[] values = new String[rows];
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Integer.BYTES);
        for (int from = 0; from < rows; from += CHUNK) {
            int count = Math.min(CHUNK, rows - from);
            in.readFully(buffer.array(), 0, count * Integer.BYTES);
            buffer.clear();
            for (int row = from; row < from + count; row++) {
                int index = buffer.getInt();
                values[row] = index == MISSING ? null : dictionary[index];
            }
        }
        return values;
    }
}
