package io.jenkins.cd4ml.data.image;

/**
 * A decoded image.
 *
 * @param channels 1: grey; 3: red, green and blue
 * @param samples 0 to 255 as unsigned bytes: row by row from the top, each pixel its channels
 */
public record Picture(int height, int width, int channels, byte[] samples) {
    public Picture {
        if (samples.length != height * width * channels) {
            throw new IllegalArgumentException(samples.length + " samples of " + height + " x " + width);
        }
    }

    /** The sample at that place of {@link #samples}, 0 to 255. */
    public int sample(int place) {
        return Byte.toUnsignedInt(samples[place]);
    }

    /** Whether red, green and blue are the same everywhere. */
    public boolean isGrey() {
        for (int pixel = 0; channels == 3 && pixel < samples.length; pixel += 3) {
            if (samples[pixel] != samples[pixel + 1] || samples[pixel] != samples[pixel + 2]) {
                return false;
            }
        }
        return true;
    }

    /**
     * In shades of grey: 0.299 red + 0.587 green + 0.114 blue (the luma of ITU-R BT.601, which OpenCV and Pillow use, too), rounded half
     * up.
     */
    public Picture toGrey() {
        if (channels == 1) {
            return this;
        }
        byte[] grey = new byte[height * width];
        for (int pixel = 0; pixel < grey.length; pixel++) {
            int at = 3 * pixel;
            grey[pixel] = (byte) ((299 * sample(at) + 587 * sample(at + 1) + 114 * sample(at + 2) + 500) / 1000);
        }
        return new Picture(height, width, 1, grey);
    }

    /** With red, green and blue; those of a grey image are the same. */
    public Picture toColour() {
        if (channels == 3) {
            return this;
        }
        byte[] colours = new byte[3 * samples.length];
        for (int place = 0; place < colours.length; place++) {
            colours[place] = samples[place / 3];
        }
        return new Picture(height, width, 3, colours);
    }
}
