package io.jenkins.cd4ml.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;

/** An output [rows, columns] of 32-bit or 64-bit floats, each as the 64-bit float that it is. */
public final class OutputMatrix {
    private OutputMatrix() {}

    /** Whether that output of a model holds 32-bit floats. */
    public static boolean isSingle(OrtSession session, String output) throws OrtException {
        return session.getOutputInfo().get(output).getInfo() instanceof TensorInfo tensor
                && tensor.type == OnnxJavaType.FLOAT;
    }

    /** The rows of an answer; empty where it is no such matrix. */
    public static Optional<double[][]> of(OnnxValue value) throws OrtException {
        if (!(value instanceof OnnxTensor tensor) || tensor.getInfo().getShape().length != 2) {
            return Optional.empty();
        }
        long[] shape = tensor.getInfo().getShape();
        double[][] rows = new double[(int) shape[0]][(int) shape[1]];
        if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
            DoubleBuffer doubles = tensor.getDoubleBuffer();
            for (double[] row : rows) {
                doubles.get(row);
            }
            return Optional.of(rows);
        }
        if (tensor.getInfo().type != OnnxJavaType.FLOAT) {
            return Optional.empty();
        }
        FloatBuffer floats = tensor.getFloatBuffer();
        for (double[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                row[column] = floats.get();
            }
        }
        return Optional.of(rows);
    }
}
