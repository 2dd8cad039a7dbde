package io.jenkins.cd4ml.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files of named tensors of 32-bit floats in the safetensors format, as Hugging Face publishes it: the length of the header
 * as 64-bit little-endian integer; the header, JSON {@code {"name": {"dtype": "F32", "shape": […], "data_offsets": [begin,
 * end]}}} padded with spaces to a multiple of 8; the values, little-endian, in the header's order and without gaps.
 */
public final class Safetensors {
    /** The format's own limit. */
    private static final long MAX_HEADER = 100_000_000;

    private static final int CHUNK = 1 << 16;

    private Safetensors() {}

    /** Writes the tensors in the map's order; the same tensors give the same bytes. */
    public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        byte[] header = header(tensors);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer start = little(Long.BYTES + header.length);
            writeFully(channel, start.putLong(header.length).put(header).flip());
            ByteBuffer chunk = little(CHUNK);
            for (Tensor tensor : tensors.values()) {
                float[] values = tensor.values();
                for (int done = 0; done < values.length; ) {
                    int count = Math.min(values.length - done, CHUNK / Float.BYTES);
                    chunk.clear().asFloatBuffer().put(values, done, count);
                    writeFully(channel, chunk.limit(count * Float.BYTES));
                    done += count;
                }
            }
        }
    }

    /** Reads every tensor; an {@link InputException} where the file is damaged or holds anything but 32-bit floats. */
    public static Map<String, Tensor> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long length =
                    size < Long.BYTES ? -1 : readFully(channel, Long.BYTES).getLong();
            require(length >= 2 && length <= MAX_HEADER && length <= size - Long.BYTES, file, "its header is cut off");
            JsonNode header = parse(file, readFully(channel, (int) length));
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            long offset = 0;
            for (Map.Entry<String, JsonNode> entry : header.properties()) {
                if (!entry.getKey().equals("__metadata__")) {
                    Tensor tensor = tensor(file, channel, entry, offset, size - Long.BYTES - length);
                    tensors.put(entry.getKey(), tensor);
                    offset += (long) tensor.values().length * Float.BYTES;
                }
            }
            require(offset == size - Long.BYTES - length, file, "bytes follow its last tensor");
            return tensors;
        }
    }

    private static byte[] header(Map<String, Tensor> tensors) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long end = offset + (long) entry.getValue().values().length * Float.BYTES;
            ObjectNode tensor = header.putObject(entry.getKey()).put("dtype", "F32");
            ArrayNode shape = tensor.putArray("shape");
            for (long dimension : entry.getValue().shape()) {
                shape.add(dimension);
            }
            tensor.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        return padded(header.toString());
    }

    /** The header's text in UTF-8, so long that the numbers behind it begin at a multiple of 8. */
    static byte[] padded(String json) {
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat(Math.floorMod(-bytes, Long.BYTES))).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode parse(Path file, ByteBuffer bytes) throws IOException {
        try {
            JsonNode header = Protocol.mapper().readTree(bytes.array());
            require(header.isObject(), file, "its header is no JSON object");
            return header;
        } catch (JsonProcessingException e) {
            throw damaged(file, "its header is no JSON");
        }
    }

    private static Tensor tensor(
            Path file, FileChannel channel, Map.Entry<String, JsonNode> entry, long offset, long available)
            throws IOException {
        String name = entry.getKey();
        JsonNode node = entry.getValue();
        String type = node.path("dtype").asText();
        require(type.equals("F32"), file, "tensor " + name + " holds " + type + ", not F32");
        JsonNode dimensions = node.path("shape");
        long[] shape = new long[dimensions.size()];
        long elements = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dimensions.get(i).asLong(-1);
            require(shape[i] >= 0 && shape[i] <= Integer.MAX_VALUE, file, "tensor " + name + " has no valid shape");
            elements *= shape[i];
            require(elements <= Integer.MAX_VALUE, file, "tensor " + name + " is too large");
        }
        JsonNode offsets = node.path("data_offsets");
        long end = offset + elements * Float.BYTES;
        require(
                offsets.path(0).asLong(-1) == offset && offsets.path(1).asLong(-1) == end && end <= available,
                file,
                "the values of tensor " + name + " are not where its header says");
        return new Tensor(shape, values(channel, (int) elements));
    }

    private static float[] values(FileChannel channel, int elements) throws IOException {
        float[] values = new float[elements];
        for (int done = 0; done < elements; ) {
            int count = Math.min(elements - done, CHUNK / Float.BYTES);
            readFully(channel, count * Float.BYTES).asFloatBuffer().get(values, done, count);
            done += count;
        }
        return values;
    }

    static ByteBuffer readFully(FileChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = little(bytes);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // until the buffer is full
        }
        return buffer.flip();
    }

    static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void require(boolean condition, Path file, String otherwise) {
        if (!condition) {
            throw damaged(file, otherwise);
        }
    }

    private static InputException damaged(Path file, String why) {
        return new InputException(file + " is damaged: " + why + "; run trainModel again");
    }
}
