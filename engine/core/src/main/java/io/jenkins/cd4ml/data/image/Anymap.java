package io.jenkins.cd4ml.data.image;

import java.io.EOFException;
import java.io.IOException;

/**
 * The portable anymap formats of Netpbm: PGM (P2, P5) and PPM (P3, P6), which the JDK does not read. Samples go from 0 to a largest value
 * of the file's own, and become 0 to 255, rounded half up. Only a file's first image is read.
 */
final class Anymap {
    private static final int MOST_DIGITS = 9;

    private final byte[] bytes;
    private int place = 2;

    private Anymap(byte[] bytes) {
        this.bytes = bytes;
    }

    static boolean is(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 'P' && "2356".indexOf(bytes[1]) >= 0 && isBlank(bytes[2]);
    }

    /** The image; {@code sizes} may refuse its size before anything is made for it. */
    static Picture read(byte[] bytes, SizeCheck sizes) throws IOException {
        return new Anymap(bytes).read(sizes);
    }

    private Picture read(SizeCheck sizes) throws IOException {
        boolean plain = bytes[1] < '5';
        int channels = bytes[1] == '2' || bytes[1] == '5' ? 1 : 3;
        int width = number();
        int height = number();
        int largest = number();
        if (width == 0 || height == 0 || largest == 0 || largest > 0xffff) {
            throw new IOException("its header says " + height + " x " + width + " pixels up to " + largest);
        }
        sizes.check(height, width);
        place++;
        byte[] samples = new byte[height * width * channels];
        for (int i = 0; i < samples.length; i++) {
            int sample = plain ? number() : largest > 0xff ? binary() << 8 | binary() : binary();
            if (sample > largest) {
                throw new IOException("it has a sample of " + sample + " and says that " + largest + " is the largest");
            }
            samples[i] = (byte) ((2 * 255 * sample + largest) / (2 * largest));
        }
        return new Picture(height, width, channels, samples);
    }

    private int binary() throws IOException {
        if (place >= bytes.length) {
            throw new EOFException("it ends before its last pixel");
        }
        return Byte.toUnsignedInt(bytes[place++]);
    }

    /** The next number; blanks and comments before it are passed over. */
    private int number() throws IOException {
        while (place < bytes.length && (isBlank(bytes[place]) || bytes[place] == '#')) {
            if (bytes[place] == '#') {
                while (place < bytes.length && bytes[place] != '\n') {
                    place++;
                }
            } else {
                place++;
            }
        }
        if (place >= bytes.length) {
            throw new EOFException("it ends before its last pixel");
        }
        int begin = place;
        int number = 0;
        while (place < bytes.length && bytes[place] >= '0' && bytes[place] <= '9' && place - begin < MOST_DIGITS) {
            number = 10 * number + bytes[place++] - '0';
        }
        if (place == begin) {
            throw new IOException("it has no number at byte " + (begin + 1));
        }
        return number;
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character >= '\t' && character <= '\r';
    }
}
