package io.jenkins.cd4ml.train.torch;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.ModelSpec.Activation;
import io.jenkins.cd4ml.model.ModelSpec.Image;
import io.jenkins.cd4ml.model.ModelSpec.Layer;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.testing.Oracle;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.train.TrainingLog;
import io.jenkins.cd4ml.train.TrainingPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** From the same start over the same batches PyTorch's own loop, layers, losses and Adam end in the same network. */
public class NetworkTrainingTest {
    private static final int ROWS = 70;
    private static final int EPOCHS = 12;
    private static final int SEED = 7;

    /** In 64 bits: what differs is our rounding alone. */
    private static final String PYTORCH =
            """
            import json, sys, torch
            from torch import nn
            torch.set_default_dtype(torch.float64)
            d = json.load(sys.stdin)
            plan, spec = d['plan'], d['plan']['spec']
            x = torch.tensor(d['inputs'])
            y = torch.tensor(d['targets'])
            w = torch.tensor(d['weights'])
            modules, image = [], spec.get('image')
            if image:
                x = x.reshape(-1, image['height'], image['width'], image['channels']).permute(0, 3, 1, 2)
                channels = image['channels']
                for filters in image['filters']:
                    modules += [nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
                    channels = filters
                modules.append(nn.Flatten())
            for layer in spec['layers']:
                modules.append(nn.Linear(layer['inputs'], layer['outputs']))
                modules += {'NONE': [], 'RELU': [nn.ReLU()], 'TANH': [nn.Tanh()]}[layer['activation']]
            network = nn.Sequential(*modules)
            parameters = list(network.parameters())
            with torch.no_grad():
                for parameter, start in zip(parameters, d['start']):
                    parameter.copy_(torch.tensor(start).reshape(parameter.shape))
            adam = torch.optim.Adam(parameters, lr=plan['learningRate'], weight_decay=plan['weightDecay'])
            losses = []
            for order in d['orders']:
                total = 0
                for batch in torch.tensor(order).split(plan['batchSize']):
                    adam.zero_grad()
                    out = network(x[batch])
                    if spec['task'] == 'classification':
                        each = nn.functional.cross_entropy(out, y[batch].long(), reduction='none')
                    else:
                        each = (out[:, 0] - y[batch]) ** 2
                    loss = (each * w[batch]).sum() / w[batch].sum()
                    loss.backward()
                    adam.step()
                    total += float(loss) * len(batch)
                losses.append(total / len(x))
            print(json.dumps({'losses': losses, 'parameters': [p.flatten().tolist() for p in parameters]}))
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Random random = new Random(SEED);

    @Test
    public void weightedClassesInBatchesThatDoNotDivideTheRows() throws Exception {
        agrees(
                spec("mlp", Task.CLASSIFICATION, null, 6, Activation.RELU, 3),
                16,
                0.01,
                IntStream.range(0, ROWS).mapToObj(row -> 0.5f + row % 3).toList());
    }

    @Test
    public void numbersWithOneBatchForAllRows() throws Exception {
        agrees(spec("mlp", Task.REGRESSION, null, 6, Activation.TANH, 1), 1000, 0, ones());
    }

    @Test
    public void images() throws Exception {
        Image image = new Image(6, 5, 2, List.of(4, 3));
        agrees(spec("cnn", Task.CLASSIFICATION, image, image.outputs(), Activation.RELU, 3), 35, 0.01, ones());
    }

    private void agrees(ModelSpec spec, int batchSize, double weightDecay, List<Float> weights) throws Exception {
        int width = spec.image() == null
                ? spec.layers().get(0).inputs()
                : spec.image().inputs();
        float[] inputs = new float[ROWS * width];
        float[] targets = new float[ROWS];
        float[] rowWeights = new float[ROWS];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextGaussian();
        }
        for (int row = 0; row < ROWS; row++) {
            float sum = inputs[row * width] + inputs[row * width + 1];
            targets[row] = spec.task() == Task.REGRESSION ? sum : sum > 1 ? 2 : sum > 0 ? 1 : 0;
            rowWeights[row] = weights.get(row);
        }
        TrainingPlan plan =
                new TrainingPlan(spec, 0, EPOCHS, batchSize, 0.01, weightDecay, SEED, 0, 0, Double.MAX_VALUE);
        Path from = folder.newFolder().toPath();
        Path to = folder.newFolder().toPath();
        Map<String, Tensor> rows = new LinkedHashMap<>();
        rows.put("train.inputs", Tensor.matrix(ROWS, width, inputs));
        rows.put("train.targets", Tensor.vector(targets));
        rows.put("train.weights", Tensor.vector(rowWeights));
        Files.writeString(from.resolve(TrainingPlan.PLAN), Protocol.write(plan));
        Safetensors.write(from.resolve(TrainingPlan.ROWS), rows);
        train(from, to);

        Map<String, Tensor> start =
                Network.start(spec.image(), spec.layers(), EpochSeed.of(SEED, 0).generator());
        ObjectMapper json = new ObjectMapper();
        JsonNode expected = Oracle.python(
                List.of("torch"),
                PYTORCH,
                json.writeValueAsString(Map.of(
                        "plan", json.readTree(Protocol.write(plan)),
                        "inputs", rows.get("train.inputs").rows(),
                        "targets", targets,
                        "weights", rowWeights,
                        "start", start.values().stream().map(Tensor::values).toList(),
                        "orders",
                                IntStream.rangeClosed(1, EPOCHS)
                                        .mapToObj(epoch -> Training.permutation(
                                                ROWS, EpochSeed.of(SEED, epoch).generator()))
                                        .toList())));

        TrainingLog log = TrainingLog.read(to);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            double loss = expected.path("losses").get(epoch).asDouble();
            assertEquals(
                    "loss of epoch " + (epoch + 1),
                    loss,
                    log.epochs().get(epoch).trainLoss(),
                    1e-4 * loss);
        }
        Map<String, Tensor> found = Safetensors.read(to.resolve(TrainingPlan.PARAMETERS));
        int place = 0;
        for (String name : start.keySet()) {
            float[] values = found.get(name).values();
            JsonNode theirs = expected.path("parameters").get(place++);
            assertEquals(theirs.size(), values.length);
            for (int i = 0; i < values.length; i++) {
                assertEquals(name + " " + i, theirs.get(i).asDouble(), values[i], 2e-4);
            }
        }
    }

    private void train(Path from, Path to) throws Exception {
        StageContext context = SampleContexts.context(
                folder.getRoot().toPath(),
                SampleContexts.configuration("data: {path: x, target: y}\n"),
                new RecordedEvents());
        Worker.run(
                context,
                new WorkerSpec(
                        TrainWorker.class,
                        List.of("pytorch"),
                        List.of("-Dai.djl.offline=true", "-Dai.djl.pytorch.num_threads=1"),
                        List.of(from.toString(), to.toString(), "")));
    }

    private static List<Float> ones() {
        return IntStream.range(0, ROWS).mapToObj(row -> 1f).toList();
    }

    private static ModelSpec spec(
            String algorithm, Task task, Image image, int inputs, Activation activation, int outputs) {
        List<Layer> layers = List.of(new Layer(inputs, 8, activation), new Layer(8, outputs, Activation.NONE));
        List<String> classes = task == Task.CLASSIFICATION ? List.of("a", "b", "c") : List.of();
        return new ModelSpec(algorithm, task, "y", classes, List.of(), layers, 0, 1, "", image);
    }
}
