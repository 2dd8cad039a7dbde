package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.train.PixelFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Images that are read when their batch's turn comes: the inputs of such a network are their numbers in a {@link PixelFile}. */
final class Pixels implements Closeable {
    private final FeaturePreparation.Pixels preparation;
    private final PixelFile file;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    private Pixels(FeaturePreparation.Pixels preparation, PixelFile file) {
        this.preparation = preparation;
        this.file = file;
    }

    /** Those beside the rows in that folder; null where the model reads rows as they are. */
    static Pixels in(Path folder, ModelSpec spec) throws IOException {
        return !spec.features().isEmpty() && spec.features().get(0) instanceof FeaturePreparation.Pixels pixels
                ? new Pixels(pixels, PixelFile.open(folder.resolve(PixelFile.NAME), pixels.width()))
                : null;
    }

    /** The prepared samples [rows, samples] of the images with those numbers [rows, 1]; of the same manager. */
    NDArray of(NDArray numbers) {
        float[] rows = numbers.toFloatArray();
        ByteBuffer bytes = emptied(Math.multiplyExact(rows.length, preparation.width()));
        try {
            for (float row : rows) {
                file.read((int) row, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shape shape = new Shape(rows.length, preparation.width());
        try (NDArray raw = numbers.getManager().create(bytes.flip(), shape, DataType.UINT8)) {
            return raw.toType(DataType.FLOAT32, false).subi(preparation.shift()).divi(preparation.scale());
        }
    }

    /** The same memory each time: what lies outside the heap is given back late. */
    private ByteBuffer emptied(int size) {
        if (buffer.capacity() < size) {
            buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        }
        return buffer.clear().limit(size);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
