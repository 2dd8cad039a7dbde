package io.jenkins.cd4ml.train.torch;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.ModelSpec.Image;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.train.MemoryNeed;
import java.util.Arrays;

/** What a network's process holds at once, in 32-bit floats. */
public final class NetworkMemory {
    /** Measured: the library alone. */
    private static final long LIBRARY_BYTES = 300L << 20;

    private static final long HEAP_BYTES = 48L << 20;

    private static final int MOST_ROWS = 8192;

    /** Of one layer while a network is asked: 64 MB. */
    private static final long MOST_NUMBERS = 1L << 24;

    /** Measured between 8 and 128 images of 224 x 224 x 3: what a convolution gives, its gradient, and the library's workspace. */
    private static final int COPIES_IN_TRAINING = 3;

    /** Of the pixels: as read, prepared, and each pixel's channels side by side. */
    private static final int COPIES_OF_PIXELS = 3;

    private NetworkMemory() {}

    /** How many rows a network is asked about at once; {@code image} null: it has no convolutions. */
    public static int rowsAtOnce(Image image) {
        return image == null ? MOST_ROWS : (int) Math.max(1, Math.min(MOST_ROWS, MOST_NUMBERS / widest(image)));
    }

    /**
     * What training needs. The heap holds the rows once as read; of each parameter it holds the best epoch's value and two moments,
     * and the same of a checkpoint on its way to the disk. The library holds the rows that are judged, at most all of them, the
     * numbers between a network's layers for a batch, and of each parameter value and gradient.
     *
     * @param numbers of all rows as they are given to the process
     */
    static MemoryNeed of(TrainSettings settings, ModelSpec spec, long numbers) {
        long parameters = ModelSpec.shapes(spec.image(), spec.layers()).values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(1, Math::multiplyExact))
                .sum();
        long between = spec.image() == null ? 0 : between(settings.batchSize(), spec.image());
        return new MemoryNeed(
                HEAP_BYTES + Float.BYTES * (numbers + 6 * parameters),
                LIBRARY_BYTES + Float.BYTES * (numbers + 2 * parameters + between));
    }

    /** The larger of what a step of training and what a look at the validation rows holds. */
    private static long between(int batch, Image image) {
        if ((long) batch * image.inputs() > Integer.MAX_VALUE) {
            throw InputException.ofKey(
                    "train.batchSize",
                    batch + " images of " + image.inputs() + " numbers are more than one batch holds; use at most "
                            + Integer.MAX_VALUE / image.inputs());
        }
        long outputs = 0;
        for (int block = 0; block < image.filters().size(); block++) {
            outputs += numbers(image, block);
        }
        long training = batch * (COPIES_OF_PIXELS * (long) image.inputs() + COPIES_IN_TRAINING * outputs);
        long asking = rowsAtOnce(image) * (COPIES_OF_PIXELS * (long) image.inputs() + 2 * numbers(image, 0));
        return Math.max(training, asking);
    }

    private static long widest(Image image) {
        return Math.max(image.inputs(), numbers(image, 0));
    }

    /** What the convolution of a block gives for one image. */
    private static long numbers(Image image, int block) {
        return (long) (image.height() >> block)
                * (image.width() >> block)
                * image.filters().get(block);
    }
}
