package io.jenkins.cd4ml.config;

import java.util.List;

/**
 * {@code train.cnn:} the feature columns as the pixels of an image, row by row, each pixel its channels, and the convolutions over it.
 *
 * @param height rows of pixels; null: the image is square
 * @param width pixels of a row; null: what {@code height} and the number of columns leave
 * @param filters of each block of a 3 x 3 convolution, ReLU and a 2 x 2 maximum
 */
public record ImageSettings(Integer height, Integer width, Integer channels, List<Integer> filters) {

    public static final ImageSettings DEFAULT = new ImageSettings(null, null, null, null);

    public ImageSettings {
        channels = Defaults.of(channels, 1);
        filters = filters == null ? List.of(16, 32) : List.copyOf(filters);
    }
}
