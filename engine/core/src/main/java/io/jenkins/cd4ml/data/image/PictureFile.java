package io.jenkins.cd4ml.data.image;

import io.jenkins.cd4ml.problem.InputException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes image files: PNG, JPEG, GIF (the first picture) and BMP by the JDK, PGM and PPM by {@link Anymap}. What a file claims to be is looked
 * at before memory is taken for it, so that a small file cannot fill a large memory.
 */
public final class PictureFile {
    /** Endings of the files that are read. */
    public static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".pgm", ".ppm");

    /** Larger images are not decoded: 25 megapixels take some 200 MB. */
    static final long MOST_PIXELS = 25_000_000;

    /** Larger files are not read. */
    static final int MOST_BYTES = 64 << 20;

    private static final List<String> FORMATS = List.of("png", "jpeg", "gif", "bmp");
    private static final int OPAQUE = 255;

    private PictureFile() {}

    /**
     * Reads the stream to its end.
     *
     * @param file the name for messages
     * @throws InputException where it is no whole image of a known format, is too large, or has transparent pixels
     */
    public static Picture read(String file, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw problem(file, "has more than the 64 MB that an image file may have");
        }
        SizeCheck sizes = (height, width) -> {
            if ((long) height * width > MOST_PIXELS) {
                throw problem(
                        file,
                        String.format(
                                Locale.ROOT,
                                "has %,d x %,d pixels, more than the %,d that are decoded: make it smaller",
                                height,
                                width,
                                MOST_PIXELS));
            }
        };
        try {
            return Anymap.is(bytes) ? Anymap.read(bytes, sizes) : decode(file, bytes, sizes);
        } catch (EOFException e) {
            throw problem(file, "is cut off: it ends before its last pixel; copy it again");
        } catch (IOException | RuntimeException e) {
            if (e instanceof InputException known) {
                throw known;
            }
            // The JDK's readers meet hostile files with exceptions of every kind.
            throw problem(file, "is damaged or not of a kind that can be read: " + e.getMessage());
        }
    }

    private static Picture decode(String file, byte[] bytes, SizeCheck sizes) throws IOException {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = reader(file, stream);
            List<String> warnings = new ArrayList<>();
            try {
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
                reader.setInput(stream, true, true);
                sizes.check(reader.getHeight(0), reader.getWidth(0));
                WholeFile.require(bytes);
                BufferedImage image = reader.read(0);
                if (warnings.stream().anyMatch(PictureFile::tellsOfAnEnd)) {
                    throw new EOFException();
                }
                if (warnings.stream().anyMatch(PictureFile::tellsOfDamage)) {
                    throw new IOException(warnings.get(0));
                }
                return picture(file, image);
            } catch (IIOException e) {
                if (isEnd(e)) {
                    throw new EOFException();
                }
                throw e;
            } finally {
                reader.dispose();
            }
        }
    }

    private static ImageReader reader(String file, ImageInputStream stream) throws IOException {
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(stream); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        throw problem(file, "is no image: PNG, JPEG, GIF, BMP, PGM and PPM are read");
    }

    /** The JPEG reader fills what is missing with grey and warns. */
    private static boolean tellsOfAnEnd(String warning) {
        String lower = warning.toLowerCase(Locale.ROOT);
        return lower.contains("truncated") || lower.contains("premature") || lower.contains("eoi");
    }

    /** libjpeg goes on after nonsense among the pixels, and warns (jerror.h). */
    private static boolean tellsOfDamage(String warning) {
        String lower = warning.toLowerCase(Locale.ROOT);
        return lower.contains("corrupt") || lower.contains("extraneous") || lower.contains("inconsistent");
    }

    private static boolean isEnd(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException
                    || cause.getMessage() != null && cause.getMessage().contains("Unexpected end")) {
                return true;
            }
        }
        return false;
    }

    private static Picture picture(String file, BufferedImage image) {
        ColorModel colours = image.getColorModel();
        // Shades of grey as they are stored: the JDK would turn them into others on their way to RGB.
        return colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY && !(colours instanceof IndexColorModel)
                ? grey(file, image)
                : colours(file, image);
    }

    private static Picture grey(String file, BufferedImage image) {
        Raster raster = image.getRaster();
        int width = image.getWidth();
        byte[] samples = new byte[image.getHeight() * width];
        int most = (1 << image.getColorModel().getComponentSize(0)) - 1;
        for (int i = 0; i < samples.length; i++) {
            if (raster.getNumBands() > 1 && raster.getSample(i % width, i / width, 1) != most) {
                throw transparent(file);
            }
            long sample = raster.getSample(i % width, i / width, 0);
            samples[i] = (byte) ((2 * OPAQUE * sample + most) / (2L * most));
        }
        return new Picture(image.getHeight(), width, 1, samples);
    }

    private static Picture colours(String file, BufferedImage image) {
        int width = image.getWidth();
        byte[] samples = new byte[3 * image.getHeight() * width];
        int[] line = new int[width];
        int place = 0;
        for (int row = 0; row < image.getHeight(); row++) {
            image.getRGB(0, row, width, 1, line, 0, width);
            for (int pixel : line) {
                if (pixel >>> 24 != OPAQUE) {
                    throw transparent(file);
                }
                samples[place++] = (byte) (pixel >> 16);
                samples[place++] = (byte) (pixel >> 8);
                samples[place++] = (byte) pixel;
            }
        }
        return new Picture(image.getHeight(), width, 3, samples);
    }

    private static InputException transparent(String file) {
        return problem(file, "has transparent pixels, and nothing says what lies behind them: save it without");
    }

    private static InputException problem(String file, String message) {
        return InputException.at(file, 1, null, message);
    }
}
