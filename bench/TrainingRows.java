import io.jenkins.cd4ml.config.BoostSettings;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.train.TrainingPlan;
import io.jenkins.cd4ml.train.boost.BoostPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Writes what a training process of the engine is told: {@code FOLDER ROWS network WIDTH BATCH EPOCHS} or {@code FOLDER ROWS trees
 * THREADS ROUNDS}. The rows have 20 features, of which ten decide on one of two classes, with noise.
 */
public final class TrainingRows {
    private static final int FEATURES = 20;

    private TrainingRows() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        boolean network = arguments[2].equals("network");
        Object plan = network
                ? network(number(arguments[3]), number(arguments[4]), number(arguments[5]))
                : trees(number(arguments[3]), number(arguments[4]));
        Files.writeString(folder.resolve(TrainingPlan.PLAN), Protocol.mapper().writeValueAsString(plan));
        Safetensors.write(folder.resolve(TrainingPlan.ROWS), rows(number(arguments[1])));
    }

    private static int number(String argument) {
        return Integer.parseInt(argument);
    }

    private static TrainingPlan network(int width, int batch, int epochs) {
        List<ModelSpec.Layer> layers = List.of(
                new ModelSpec.Layer(FEATURES, width, ModelSpec.Activation.RELU),
                new ModelSpec.Layer(width, width, ModelSpec.Activation.RELU),
                new ModelSpec.Layer(width, 2, ModelSpec.Activation.NONE));
        return new TrainingPlan(spec("mlp", layers), 0, epochs, batch, 0.001, 0, 7, 0, 0, 0);
    }

    private static BoostPlan trees(int threads, int rounds) {
        return new BoostPlan(spec(ModelSpec.XGBOOST, List.of()), BoostSettings.DEFAULT, rounds, 0.3, 7, 0, 0, threads);
    }

    private static ModelSpec spec(String algorithm, List<ModelSpec.Layer> layers) {
        return new ModelSpec(algorithm, Task.CLASSIFICATION, "y", List.of("no", "yes"), List.of(), layers, 0, 1, "");
    }

    private static Map<String, Tensor> rows(int count) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        float[] inputs = new float[count * FEATURES];
        float[] targets = new float[count];
        float[] weights = new float[count];
        for (int row = 0; row < count; row++) {
            double sum = random.nextGaussian();
            for (int i = 0; i < FEATURES; i++) {
                float value = (float) random.nextGaussian();
                inputs[row * FEATURES + i] = value;
                sum += i >= FEATURES / 2 ? 0 : i % 3 == 0 ? value * value - 1 : value;
            }
            targets[row] = sum > 0 ? 1 : 0;
            weights[row] = 1;
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("train.inputs", Tensor.matrix(count, FEATURES, inputs));
        tensors.put("train.targets", Tensor.vector(targets));
        tensors.put("train.weights", Tensor.vector(weights));
        return tensors;
    }
}
