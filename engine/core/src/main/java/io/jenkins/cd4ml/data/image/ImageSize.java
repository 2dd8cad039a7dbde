package io.jenkins.cd4ml.data.image;

import io.jenkins.cd4ml.problem.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The one size that the images of a data set have.
 *
 * @param channels 1: grey; 3: red, green and blue
 * @param convert whether images of other sizes are scaled, and colours turned into grey where {@code channels} is 1
 */
public record ImageSize(int height, int width, int channels, boolean convert) {
    private static final List<String> COLOURS = List.of("red", "green", "blue");
    private static final Pattern PIXEL = Pattern.compile("pixel_\\d+_\\d+(_red|_green|_blue)?");

    /** {@code pixel_0_7} is the eighth pixel of the first row; colours have {@code pixel_0_7_red} and so on. */
    public List<String> columns() {
        List<String> names = new ArrayList<>();
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                String name = "pixel_" + row + "_" + column;
                if (channels == 1) {
                    names.add(name);
                } else {
                    COLOURS.forEach(colour -> names.add(name + "_" + colour));
                }
            }
        }
        return List.copyOf(names);
    }

    /** Whether a column of that name is one of an image's. */
    public static boolean isPixel(String column) {
        return PIXEL.matcher(column).matches();
    }

    /**
     * The picture in this size.
     *
     * @param file the name for messages
     * @throws InputException where it has another size or other channels and nothing says that it may be converted
     */
    public Picture fit(String file, Picture picture) {
        if (channels == 1 && !picture.isGrey() && !convert) {
            throw InputException.at(
                    file,
                    1,
                    null,
                    "has colours, and data.images.channels is 1, grey: set it to 3, or data.images.convert: true");
        }
        if ((picture.height() != height || picture.width() != width) && !convert) {
            throw InputException.at(
                    file,
                    1,
                    null,
                    "has " + picture.height() + " x " + picture.width()
                            + " pixels (height x width), and data.images says " + height + " x " + width
                            + ": correct the one or the other, or set data.images.convert: true");
        }
        return Scaling.of(channels == 1 ? picture.toGrey() : picture.toColour(), height, width);
    }
}
