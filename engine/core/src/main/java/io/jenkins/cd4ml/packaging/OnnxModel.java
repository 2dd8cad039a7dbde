package io.jenkins.cd4ml.packaging;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.onnx.OutputMatrix;
import io.jenkins.cd4ml.onnx.RowsAtOnce;
import io.jenkins.cd4ml.onnx.RuntimeReason;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.TensorSignature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A packaged model in this JVM, run by ONNX Runtime on the CPU. Needs the runtime pack {@code onnxruntime}, so it lives in
 * workers. Safe for use by several threads; the same batch gives the same bits.
 */
public final class OnnxModel implements AutoCloseable {
    private final ModelPackage modelPackage;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String output;
    private final boolean single;
    private final int rowsAtOnce;
    private final List<JoinedInputs.Join> joins;
    /** Places of the inputs that are given by themselves. */
    private final int[] alone;

    private OnnxModel(
            ModelPackage modelPackage, OrtEnvironment environment, OrtSession session, List<JoinedInputs.Join> joins)
            throws OrtException {
        this.joins = joins;
        this.alone = alone(modelPackage.manifest().inputs().size(), joins);
        this.modelPackage = modelPackage;
        this.environment = environment;
        this.session = session;
        this.output =
                modelPackage.manifest().task() == Task.REGRESSION ? Signature.PREDICTION : Signature.PROBABILITIES;
        this.single = session.getOutputNames().contains(output) && OutputMatrix.isSingle(session, output);
        this.rowsAtOnce = RowsAtOnce.of(session, Integer.MAX_VALUE);
    }

    /**
     * Verifies and loads a package.
     *
     * @throws InputException where it is damaged, or holds no model that its manifest describes
     */
    public static OnnxModel open(Path packageFolder) throws IOException {
        requireSilence();
        ModelPackage modelPackage = PackageReader.read(packageFolder);
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "cd4ml");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // One thread a request: rows are small, requests come at the same time, and the order of additions stays
            // fixed.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setDeterministicCompute(true);
            Optional<JoinedInputs> joined = JoinedInputs.of(modelPackage.onnx(), names(modelPackage.manifest()));
            OrtSession session = joined.isPresent()
                    ? environment.createSession(joined.get().model(), options)
                    : environment.createSession(modelPackage.onnx().toString(), options);
            OnnxModel model = new OnnxModel(
                    modelPackage,
                    environment,
                    session,
                    joined.map(JoinedInputs::joins).orElse(List.of()));
            model.requireSignature();
            return model;
        } catch (OrtException e) {
            throw new InputException(
                    modelPackage.onnx() + " cannot be loaded: " + RuntimeReason.of(e) + "; package the model again");
        }
    }

    /** What was loaded. */
    public ModelPackage modelPackage() {
        return modelPackage;
    }

    /** Whether it answers with 32-bit floats. */
    boolean isSingle() {
        return single;
    }

    /**
     * Predicts one batch of rows.
     *
     * @throws InputException where a prediction is no finite number, which only numbers beyond a 32-bit float can bring about
     */
    public Predictions predict(InputBatch batch) {
        if (batch.rows() == 0) {
            return predictions(new double[0][]);
        }
        double[][] answers = new double[batch.rows()][];
        for (int from = 0; from < answers.length; from += Math.min(rowsAtOnce, answers.length - from)) {
            double[][] values = answers(batch.slice(from, (int) Math.min((long) from + rowsAtOnce, answers.length)));
            System.arraycopy(values, 0, answers, from, values.length);
        }
        requireFinite(answers);
        return predictions(answers);
    }

    private Predictions predictions(double[][] answers) {
        return new Predictions(modelPackage.manifest().classes(), answers, false, single);
    }

    private double[][] answers(InputBatch batch) {
        Map<String, OnnxTensorLike> tensors = new LinkedHashMap<>();
        try {
            for (JoinedInputs.Join join : joins) {
                tensors.put(join.name(), matrix(batch, join.inputs()));
            }
            for (int i : alone) {
                tensors.put(
                        modelPackage.manifest().inputs().get(i).name(),
                        tensor(batch.columns().get(i), new long[] {batch.rows(), 1}));
            }
            try (OrtSession.Result result = session.run(tensors, Set.of(output))) {
                return OutputMatrix.of(result.get(0))
                        .orElseThrow(() -> new InputException(modelPackage.onnx() + " has an output " + output
                                + " that is no matrix of floats: package the model again"));
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not run the model: " + RuntimeReason.of(e), e);
        } finally {
            tensors.values().forEach(OnnxTensorLike::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not close the model: " + e.getMessage(), e);
        }
    }

    private OnnxTensorLike tensor(InputColumn column, long[] shape) throws OrtException {
        if (column instanceof InputColumn.Numbers numbers) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers.values()), shape);
        }
        if (column instanceof InputColumn.ExactNumbers numbers) {
            return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(numbers.values()), shape);
        }
        if (column instanceof InputColumn.Days days) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(days.values()), shape);
        }
        if (column instanceof InputColumn.Images images) {
            int width = images.samples()[0].length;
            ByteBuffer samples = ByteBuffer.allocateDirect(Math.multiplyExact(images.size(), width));
            for (byte[] image : images.samples()) {
                samples.put(image);
            }
            return OnnxTensor.createTensor(
                    environment, samples.flip(), new long[] {images.size(), width}, OnnxJavaType.UINT8);
        }
        return OnnxTensor.createTensor(environment, ((InputColumn.Texts) column).values(), shape);
    }

    /** The columns side by side, [rows, columns]. */
    private OnnxTensorLike matrix(InputBatch batch, int[] inputs) throws OrtException {
        int rows = batch.rows();
        int size = Math.multiplyExact(rows, inputs.length);
        long[] shape = {rows, inputs.length};
        InputColumn first = batch.columns().get(inputs[0]);
        if (first instanceof InputColumn.Numbers) {
            float[] values = new float[size];
            for (int c = 0; c < inputs.length; c++) {
                float[] column = ((InputColumn.Numbers) batch.columns().get(inputs[c])).values();
                for (int row = 0; row < rows; row++) {
                    values[row * inputs.length + c] = column[row];
                }
            }
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
        }
        if (first instanceof InputColumn.ExactNumbers) {
            double[] values = new double[size];
            for (int c = 0; c < inputs.length; c++) {
                double[] column = ((InputColumn.ExactNumbers) batch.columns().get(inputs[c])).values();
                for (int row = 0; row < rows; row++) {
                    values[row * inputs.length + c] = column[row];
                }
            }
            return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(values), shape);
        }
        long[] values = new long[size];
        for (int c = 0; c < inputs.length; c++) {
            long[] column = ((InputColumn.Days) batch.columns().get(inputs[c])).values();
            for (int row = 0; row < rows; row++) {
                values[row * inputs.length + c] = column[row];
            }
        }
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }

    private static int[] alone(int inputs, List<JoinedInputs.Join> joins) {
        Set<Integer> joined = joins.stream()
                .flatMapToInt(join -> Arrays.stream(join.inputs()))
                .boxed()
                .collect(Collectors.toSet());
        return IntStream.range(0, inputs).filter(i -> !joined.contains(i)).toArray();
    }

    private static List<String> names(PackageManifest manifest) {
        return manifest.inputs().stream().map(TensorSignature::name).toList();
    }

    private void requireSignature() {
        List<String> inputs = names(modelPackage.manifest());
        Set<String> loaded = Stream.concat(
                        joins.stream().map(JoinedInputs.Join::name),
                        Arrays.stream(alone).mapToObj(inputs::get))
                .collect(Collectors.toSet());
        if (!session.getInputNames().equals(loaded) || !session.getOutputNames().contains(output)) {
            close();
            throw new InputException(modelPackage.onnx() + " does not have the inputs and outputs that "
                    + ModelPackage.MANIFEST + " describes: package the model again");
        }
    }

    /** ONNX Runtime would tell its makers what runs here; only this variable, read when its library is loaded, stops it. */
    private static void requireSilence() {
        if (!"1".equals(System.getenv("ORT_DISABLE_TELEMETRY"))) {
            throw new IllegalStateException("ORT_DISABLE_TELEMETRY=1 must be set where ONNX Runtime is loaded");
        }
    }

    private static void requireFinite(double[][] values) {
        for (double[] row : values) {
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    throw new InputException("the model's answer to a row is no finite number: one of the row's values"
                            + " is too large for a 32-bit float, or missing where the model must have one");
                }
            }
        }
    }
}
