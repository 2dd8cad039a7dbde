package io.jenkins.cd4ml.data.source;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.data.source.Unpacking.DamagedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.Test;

public class UnpackingTest {
    @Test
    public void whatIsNotPackedStaysAsItIs() throws IOException {
        for (int length : new int[] {0, 1, 5, 6, 7, 100_000}) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            Arrays.fill(bytes, 0, Math.min(1, length), (byte) 'x');
            assertArrayEquals(
                    bytes, Unpacking.of(new ByteArrayInputStream(bytes)).readAllBytes());
        }
    }

    @Test
    public void membersFollowEachOtherAndPaddingCountsForNothing() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            pack(new byte[100_000], packed);
        }
        packed.write(new byte[512]);
        InputStream bytes = new ByteArrayInputStream(packed.toByteArray());
        assertEquals(300_000, Unpacking.of(bytes).readAllBytes().length);
        assertEquals("read to its end", 0, bytes.available());
    }

    @Test
    public void aBombIsRefusedBeforeItIsUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        pack(new byte[64 << 20], packed);
        InputStream bomb = Unpacking.of(new ByteArrayInputStream(packed.toByteArray()), 1 << 20);
        DamagedException refused =
                assertThrows(DamagedException.class, () -> bomb.transferTo(OutputStream.nullOutputStream()));
        assertEquals(
                "unpacks to more than 250 times its size, as files do that are made to fill disks: if it is meant, unpack it"
                        + " first",
                refused.getMessage());
        InputStream small = Unpacking.of(new ByteArrayInputStream(packed.toByteArray()));
        assertEquals(64 << 20, small.transferTo(OutputStream.nullOutputStream()));
    }

    private static void pack(byte[] content, OutputStream target) throws IOException {
        GZIPOutputStream packed = new GZIPOutputStream(target);
        packed.write(content);
        packed.finish();
    }
}
