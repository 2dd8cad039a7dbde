package io.jenkins.cd4ml.data.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.junit.Test;

/** Files of every format that is read, and files that are not what they say. */
public class PictureFileTest {
    private static final Path DIGITS = Path.of("../examples/digits/images");

    /** The example's PNG files were written by a Python script from the numbers of digits.csv, which nobody here wrote. */
    @Test
    public void aPngHasTheNumbersItWasMadeOf() throws Exception {
        int[] seen = new int[10];
        for (String line : Files.readAllLines(Path.of("core/src/test/resources/data/digits.csv")).stream()
                .skip(1)
                .toList()) {
            int[] cells =
                    Arrays.stream(line.split(",")).mapToInt(Integer::parseInt).toArray();
            int digit = cells[64];
            if (++seen[digit] > 60) {
                continue;
            }
            byte[] file = Files.readAllBytes(DIGITS.resolve(String.format("%d/%03d.png", digit, seen[digit])));
            Picture picture = read(file);
            for (int pixel = 0; pixel < 64; pixel++) {
                assertEquals((cells[pixel] * 255 + 8) / 16, picture.sample(pixel));
            }
        }
    }

    @Test
    public void formatsWithoutLossGiveTheSameColours() throws Exception {
        BufferedImage image = sample(BufferedImage.TYPE_INT_RGB);
        Picture png = read(encoded(image, "png"));
        assertEquals(List.of(5, 7, 3), List.of(png.height(), png.width(), png.channels()));
        assertEquals(40, png.sample(3));
        assertArrayEquals(png.samples(), read(encoded(image, "bmp")).samples());
        StringBuilder plain = new StringBuilder("P3\n# a comment\n7 5\n255\n");
        ByteArrayOutputStream binary = new ByteArrayOutputStream();
        binary.writeBytes("P6 7 5 255\n".getBytes(StandardCharsets.US_ASCII));
        for (int place = 0; place < png.samples().length; place++) {
            plain.append(png.sample(place)).append(' ');
            binary.write(png.sample(place));
        }
        assertArrayEquals(
                png.samples(),
                read(plain.toString().getBytes(StandardCharsets.US_ASCII)).samples());
        assertArrayEquals(png.samples(), read(binary.toByteArray()).samples());
    }

    /** The JDK's readers stop at the last pixel: that the rest of a file is missing or damaged they do not see. */
    @Test
    public void aFileWithoutItsEndIsRefused() throws Exception {
        BufferedImage image = sample(BufferedImage.TYPE_INT_RGB);
        for (String format : List.of("png", "gif", "jpg", "bmp")) {
            byte[] whole = encoded(image, format);
            read(whole);
            for (int missing : new int[] {1, 2, 5}) {
                byte[] cut = Arrays.copyOf(whole, whole.length - missing);
                String message =
                        assertThrows(InputException.class, () -> read(cut)).getMessage();
                assertTrue(format + " " + message, message.contains("is cut off: it ends before its last pixel"));
            }
        }
        byte[] tail = encoded(image, "png");
        tail[tail.length - 1] ^= 1;
        String message = assertThrows(InputException.class, () -> read(tail)).getMessage();
        assertTrue(message, message.contains("the checksum of its part 'IEND' is wrong"));
        byte[] body = encoded(image, "png");
        body[body.length - 14] ^= 1;
        assertTrue(assertThrows(InputException.class, () -> read(body))
                .getMessage()
                .contains("'IDAT' is wrong"));
    }

    @Test
    public void shadesOfGreyAreAsTheyAreStored() throws Exception {
        Picture png = read(encoded(sample(BufferedImage.TYPE_BYTE_GRAY), "png"));
        assertEquals(1, png.channels());
        for (int row = 0; row < 5; row++) {
            for (int column = 0; column < 7; column++) {
                assertEquals(grey(row, column), png.sample(7 * row + column));
            }
        }
        Picture gif = read(encoded(sample(BufferedImage.TYPE_BYTE_GRAY), "gif"));
        assertTrue(gif.isGrey());
        assertArrayEquals(png.samples(), gif.toGrey().samples());
        Picture jpeg = read(encoded(sample(BufferedImage.TYPE_BYTE_GRAY), "jpeg"));
        assertEquals(1, jpeg.channels());
        for (int place = 0; place < 35; place++) {
            assertEquals(png.sample(place), jpeg.sample(place), 40);
        }
        // 16 bits: 0, half, all of them.
        assertArrayEquals(
                new byte[] {0, (byte) 128, (byte) 255},
                read(bytes("P5 3 1 65535\n", 0, 0, 128, 0, 255, 255)).samples());
        assertArrayEquals(
                new byte[] {0, (byte) 128, (byte) 255},
                read(bytes("P5 3 1 16\n", 0, 8, 16)).samples());
    }

    @Test
    public void coloursBecomeGreyByTheirLuma() {
        byte[] colours = {(byte) 255, 0, 0, 0, (byte) 255, 0, 0, 0, (byte) 255};
        Picture grey = new Picture(1, 3, 3, colours).toGrey();
        assertEquals(List.of(76, 150, 29), List.of(grey.sample(0), grey.sample(1), grey.sample(2)));
    }

    @Test
    public void whatIsNoImageIsNamed() throws Exception {
        assertEquals(
                "a/x.png:1: is no image: PNG, JPEG, GIF, BMP, PGM and PPM are read",
                message("not an image".getBytes(StandardCharsets.UTF_8)));
        assertTrue(message(new byte[0]).contains("is no image"));
        assertTrue(message(bytes("P5 2 x 255\n", 1, 2)).contains("damaged or not of a kind"));
        assertTrue(message(bytes("P5 2 1 16\n", 1, 17)).contains("a sample of 17 and says that 16 is the largest"));
        byte[] damaged = encoded(sample(BufferedImage.TYPE_INT_RGB), "png");
        Arrays.fill(damaged, 45, 60, (byte) 0x55);
        assertTrue(message(damaged).contains("is damaged or not of a kind that can be read"));
    }

    /** The JDK's reader fills the missing part of a JPEG with grey. */
    @Test
    public void aFileThatIsCutOffIsNamedInEveryFormat() throws Exception {
        for (String format : List.of("png", "jpeg", "gif", "bmp")) {
            byte[] whole = encoded(large(), format);
            for (int share : new int[] {40, 70, 95}) {
                String message = message(Arrays.copyOf(whole, whole.length * share / 100));
                assertTrue(format + ": " + message, message.contains("cut off") || message.contains("is damaged"));
            }
        }
        assertTrue(message(bytes("P5 4 4 255\n", 1, 2, 3)).contains("is cut off: it ends before its last pixel"));
        assertTrue(message(bytes("P2 4 4 255\n1 2 3")).contains("is cut off"));
    }

    @Test
    public void aBombIsRefusedBeforeMemoryIsTakenForIt() throws Exception {
        String sentence = "has 50,000 x 60,000 pixels, more than the 25,000,000 that are decoded: make it smaller";
        assertTrue(message(pngOfSize(60_000, 50_000)).contains(sentence));
        assertTrue(message(bytes("P5 60000 50000 255\n", 1)).contains(sentence));
        byte[] bmp = encoded(sample(BufferedImage.TYPE_INT_RGB), "bmp");
        Arrays.fill(bmp, 19, 21, (byte) 0x7f);
        Arrays.fill(bmp, 23, 25, (byte) 0x7f);
        String message = message(bmp);
        assertTrue(message, message.contains("more than the 25,000,000") || message.contains("is damaged"));
    }

    @Test
    public void transparencyIsRefused() throws Exception {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
        assertTrue(message(encoded(image, "png")).contains("has transparent pixels"));
        for (int i = 0; i < 4; i++) {
            image.setRGB(i % 2, i / 2, 0xff102030);
        }
        assertEquals(0x10, read(encoded(image, "png")).sample(0));
    }

    private static String message(byte[] bytes) {
        return assertThrows(InputException.class, () -> read(bytes)).getMessage();
    }

    private static Picture read(byte[] bytes) throws IOException {
        return PictureFile.read("a/x.png", new ByteArrayInputStream(bytes));
    }

    private static BufferedImage sample(int type) {
        BufferedImage image = new BufferedImage(7, 5, type);
        for (int row = 0; row < 5; row++) {
            for (int column = 0; column < 7; column++) {
                if (type == BufferedImage.TYPE_BYTE_GRAY) {
                    image.getRaster().setSample(column, row, 0, grey(row, column));
                } else {
                    image.setRGB(column, row, 40 * column << 16 | 50 * row << 8 | 100 + row * column);
                }
            }
        }
        return image;
    }

    private static int grey(int row, int column) {
        return 100 + 10 * column - 20 * row;
    }

    private static BufferedImage large() {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, i * 0x9e3779b1);
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(format, ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    private static byte[] bytes(String header, int... samples) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        Arrays.stream(samples).forEach(out::write);
        return out.toByteArray();
    }

    /** A valid PNG header that promises more than follows. */
    private static byte[] pngOfSize(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        byte[] header = java.nio.ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 0, 0, 0, 0})
                .array();
        chunk(out, "IHDR", header);
        Deflater deflater = new Deflater(9);
        deflater.setInput(new byte[1 << 20]);
        deflater.finish();
        byte[] packed = new byte[1 << 12];
        chunk(out, "IDAT", Arrays.copyOf(packed, deflater.deflate(packed)));
        deflater.end();
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] named = new byte[data.length + 4];
        System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, named, 0, 4);
        System.arraycopy(data, 0, named, 4, data.length);
        CRC32 crc = new CRC32();
        crc.update(named);
        out.writeBytes(java.nio.ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(named);
        out.writeBytes(
                java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
