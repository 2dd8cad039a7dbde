package io.jenkins.cd4ml.model;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SafetensorsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file;

    @Before
    public void file() throws IOException {
        file = folder.newFile("parameters.safetensors").toPath();
    }

    @Test
    public void readsWhatItWrites() throws Exception {
        float[] large = new float[50_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = i / 7f;
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("layers.0.weight", Tensor.matrix(100, 500, large));
        tensors.put("scalar", new Tensor(new long[0], new float[] {Float.MIN_VALUE}));
        tensors.put("none", Tensor.matrix(0, 3, new float[0]));
        tensors.put("größe \"x\"", Tensor.vector(new float[] {Float.NaN, -0f, Float.NEGATIVE_INFINITY}));

        Safetensors.write(file, tensors);
        Map<String, Tensor> read = Safetensors.read(file);

        assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.keySet()));
        tensors.forEach((name, tensor) -> {
            assertArrayEquals(name, tensor.shape(), read.get(name).shape());
            assertArrayEquals(bits(tensor), bits(read.get(name)));
        });
    }

    @Test
    public void theBytesAreThoseOfTheFormat() throws Exception {
        Safetensors.write(file, Map.of("b", Tensor.vector(new float[] {1f, -2f})));

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        String header = "{\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        long length = bytes.getLong();
        byte[] json = new byte[(int) length];
        bytes.get(json);
        assertEquals(0, length % 8);
        assertEquals(header, new String(json, StandardCharsets.UTF_8).stripTrailing());
        assertEquals(1f, bytes.getFloat(), 0);
        assertEquals(-2f, bytes.getFloat(), 0);
        assertEquals(0, bytes.remaining());
    }

    /** A reader of its own, from the format's description alone. */
    @Test
    public void numpyReadsIt() throws Exception {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("layers.0.weight", Tensor.matrix(2, 3, new float[] {1, 2, 3, 4, 5, 6.5f}));
        tensors.put("layers.0.bias", Tensor.vector(new float[] {0.1f, -7}));
        Safetensors.write(file, tensors);

        JsonNode read = Oracle.python(
                List.of("numpy"),
                """
                import json, sys, struct
                import numpy as np
                data = open(sys.stdin.read(), 'rb').read()
                (n,) = struct.unpack('<Q', data[:8])
                header = json.loads(data[8:8 + n])
                out = {}
                for name, t in header.items():
                    begin, end = t['data_offsets']
                    assert t['dtype'] == 'F32'
                    out[name] = np.frombuffer(data[8 + n + begin:8 + n + end], '<f4').reshape(t['shape']).tolist()
                print(json.dumps(out))
                """,
                file.toString());

        assertEquals(6.5, read.get("layers.0.weight").get(1).get(2).asDouble(), 0);
        assertEquals(3, read.get("layers.0.weight").get(0).size());
        assertEquals(0.1f, read.get("layers.0.bias").get(0).floatValue(), 0);
    }

    @Test
    public void aDamagedFileIsSaidToBe() throws Exception {
        Safetensors.write(file, Map.of("b", Tensor.vector(new float[] {1f, -2f})));
        byte[] good = Files.readAllBytes(file);

        refused(Arrays.copyOf(good, 5), "its header is cut off");
        refused(Arrays.copyOf(good, 20), "its header is cut off");
        refused(Arrays.copyOf(good, good.length - 1), "the values of tensor b are not where its header says");
        refused(Arrays.copyOf(good, good.length + 1), "bytes follow its last tensor");
        refused(replaced(good, "F32", "F16"), "tensor b holds F16, not F32");
        refused(replaced(good, "[2]", "[3]"), "the values of tensor b are not where its header says");
        refused(replaced(good, "[2]", "-12"), "the values of tensor b are not where its header says");
        refused(replaced(good, "{\"b\"", "{'b'"), "its header is no JSON");
        refused(new byte[0], "its header is cut off");
    }

    private void refused(byte[] bytes, String why) throws IOException {
        Files.write(file, bytes);
        String message = assertThrows(why, InputException.class, () -> Safetensors.read(file))
                .getMessage();
        assertTrue(message, message.contains("/parameters.safetensors is damaged: " + why));
    }

    private static byte[] replaced(byte[] bytes, String old, String fresh) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .replace(old, fresh)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int[] bits(Tensor tensor) {
        int[] bits = new int[tensor.values().length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(tensor.values()[i]);
        }
        return bits;
    }
}
