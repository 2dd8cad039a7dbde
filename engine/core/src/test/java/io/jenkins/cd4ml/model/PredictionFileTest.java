package io.jenkins.cd4ml.model;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.testing.Oracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PredictionFileTest {
    /** The safetensors format as its page describes it, read with NumPy. */
    private static final String NUMPY =
            """
            import json, sys, numpy as np
            data = open(json.load(sys.stdin), 'rb').read()
            n = int.from_bytes(data[:8], 'little')
            header = json.loads(data[8:8 + n])['predictions']
            begin, end = header['data_offsets']
            assert 8 + n + end == len(data) and (8 + n) % 8 == 0
            values = np.frombuffer(data[8 + n + begin:8 + n + end], {'F32': '<f4', 'F64': '<f8'}[header['dtype']])
            json.dump([header['dtype'], values.astype(np.float64).reshape(header['shape']).tolist()], sys.stdout)
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file() {
        return folder.getRoot().toPath().resolve("predictions.safetensors");
    }

    @Test
    public void numbersKeepTheir64Bits() throws Exception {
        double[][] values = {{10_000_000.25}, {1_700_000_000.125}, {Math.nextUp(1.0)}, {-1e200}, {4.9e-324}, {-0.0}};
        PredictionFile.write(file(), new Predictions(List.of(), values));
        Predictions read = PredictionFile.read(file(), List.of());
        assertTrue(Arrays.deepEquals(values, read.values()));
        assertFalse(read.single());
        JsonNode numpy = Oracle.python(List.of("numpy"), NUMPY, "\"" + file() + "\"");
        assertEquals("F64", numpy.get(0).asText());
        for (int row = 0; row < values.length; row++) {
            assertEquals(values[row][0], numpy.get(1).get(row).get(0).asDouble(), 0);
        }
    }

    @Test
    public void what32BitsHoldTakes32Bits() throws Exception {
        List<String> classes = List.of("a", "b", "c");
        double[][] values = {{0.25f, 0.7f, 0.05f}, {1, 0, 0}};
        PredictionFile.write(file(), new Predictions(classes, values, false, true));
        Predictions read = PredictionFile.read(file(), classes);
        assertTrue(Arrays.deepEquals(values, read.values()));
        assertTrue(read.single());
        assertEquals(classes, read.classes());
        JsonNode numpy = Oracle.python(List.of("numpy"), NUMPY, "\"" + file() + "\"");
        assertEquals("F32", numpy.get(0).asText());
        assertEquals((double) 0.7f, numpy.get(1).get(0).get(1).asDouble(), 0);
    }

    /** Rows that come in pieces, more than fit into one chunk, and rows that are longer than one. */
    @Test
    public void manyRowsAndLongOnesAreWrittenInPieces() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        for (int columns : new int[] {1, 3, 20_000}) {
            int rows = columns == 20_000 ? 5 : 30_000;
            double[][] values = new double[rows][];
            Arrays.setAll(values, row -> random.doubles(columns).toArray());
            try (PredictionFile out = PredictionFile.create(file(), rows, columns, false)) {
                out.add(Arrays.copyOfRange(values, 0, 3));
                out.add(Arrays.copyOfRange(values, 3, rows));
            }
            List<String> classes = columns == 1 ? List.of() : java.util.Collections.nCopies(columns, "x");
            double[][] read = PredictionFile.read(file(), classes).values();
            for (int row = 0; row < rows; row++) {
                assertArrayEquals(values[row], read[row], 0);
            }
        }
        PredictionFile.write(file(), new Predictions(List.of(), new double[0][]));
        assertEquals(0, PredictionFile.read(file(), List.of()).rows());
    }

    @Test
    public void damageIsNamed() throws Exception {
        PredictionFile.write(file(), new Predictions(List.of(), new double[][] {{1}, {2}}));
        byte[] bytes = Files.readAllBytes(file());
        for (int length : new int[] {0, 7, 20, bytes.length - 1}) {
            Files.write(file(), Arrays.copyOf(bytes, length));
            refused(List.of());
        }
        Files.write(file(), bytes);
        refused(List.of("a", "b"));
        Files.write(
                file(), new String(bytes, "ISO-8859-1").replace("F64", "I64").getBytes("ISO-8859-1"));
        refused(List.of());
        try (PredictionFile out = PredictionFile.create(file(), 1, 2, false)) {
            assertThrows(IllegalArgumentException.class, () -> out.add(new double[][] {{1}}));
            out.add(new double[][] {{1, 2}});
            assertThrows(IllegalArgumentException.class, () -> out.add(new double[][] {{1, 2}}));
        }
    }

    private void refused(List<String> classes) {
        InputException e = assertThrows(InputException.class, () -> PredictionFile.read(file(), classes));
        assertTrue(e.getMessage(), e.getMessage().contains("is damaged"));
    }
}
