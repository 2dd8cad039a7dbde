package io.jenkins.cd4ml.data.image;

/**
 * Brings an image to another size: each new pixel is the average of the old ones around its place, weighted by a triangle that is two new
 * pixels wide, or two old ones where the image grows; first along the rows, then along the columns, rounded half up at the end. It is
 * what PyTorch's {@code interpolate(mode="bilinear", antialias=True)} computes. The sides' ratio is not kept.
 */
final class Scaling {
    private Scaling() {}

    static Picture of(Picture picture, int height, int width) {
        if (picture.height() == height && picture.width() == width) {
            return picture;
        }
        int channels = picture.channels();
        Line[] columns = lines(picture.width(), width);
        Line[] rows = lines(picture.height(), height);
        double[] narrow = new double[picture.height() * width * channels];
        for (int row = 0; row < picture.height(); row++) {
            for (int column = 0; column < width; column++) {
                for (int channel = 0; channel < channels; channel++) {
                    Line line = columns[column];
                    double sum = 0;
                    for (int i = 0; i < line.weights.length; i++) {
                        int place = (row * picture.width() + line.first + i) * channels + channel;
                        sum += line.weights[i] * picture.sample(place);
                    }
                    narrow[(row * width + column) * channels + channel] = sum;
                }
            }
        }
        byte[] samples = new byte[height * width * channels];
        int stride = width * channels;
        for (int place = 0; place < samples.length; place++) {
            Line line = rows[place / stride];
            double sum = 0;
            for (int i = 0; i < line.weights.length; i++) {
                sum += line.weights[i] * narrow[(line.first + i) * stride + place % stride];
            }
            samples[place] = (byte) Math.min(255, Math.max(0, Math.round(sum)));
        }
        return new Picture(height, width, channels, samples);
    }

    /** Which old pixels make a new one: from {@code first} on, by weights that add up to 1. */
    private record Line(int first, double[] weights) {}

    private static Line[] lines(int from, int to) {
        double ratio = (double) from / to;
        double reach = Math.max(1, ratio);
        Line[] lines = new Line[to];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * ratio;
            int first = Math.max(0, (int) (centre - reach + 0.5));
            int last = Math.min(from, (int) (centre + reach + 0.5));
            double[] weights = new double[last - first];
            double sum = 0;
            for (int place = 0; place < weights.length; place++) {
                weights[place] = Math.max(0, 1 - Math.abs(first + place + 0.5 - centre) / reach);
                sum += weights[place];
            }
            for (int place = 0; place < weights.length; place++) {
                weights[place] /= sum;
            }
            lines[i] = new Line(first, weights);
        }
        return lines;
    }
}
