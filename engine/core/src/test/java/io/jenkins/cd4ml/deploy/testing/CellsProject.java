package io.jenkins.cd4ml.deploy.testing;

import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.chain.Gates;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.ManifestFile;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.model.DenseParameters;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.packaging.RulePackage;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.KeptStage;
import io.jenkins.cd4ml.testing.RecordedEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A project with the breast cancer data whose models are rules: malignant from some mean radius on. */
public final class CellsProject {
    private static final String DATA = "data/breast-cancer.csv";

    public final Path folder;
    public final RecordedEvents events = new RecordedEvents();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Cancellation cancellation = stop::get;
    private ModelReference candidate;
    private String deploy = "";
    private String target = "diagnosis";
    private String gates = "[{metric: accuracy, min: 0.5}]";

    private CellsProject(Path folder, boolean existing) {
        this.folder = folder;
    }

    /** One that another process has made. */
    public static CellsProject existing(Path folder) {
        return new CellsProject(folder, true);
    }

    public CellsProject(Path folder) throws IOException {
        this(folder.toRealPath(), false);
        Path csv = this.folder.resolve(DATA);
        Files.createDirectories(csv.getParent());
        try (InputStream in = CellsProject.class.getResourceAsStream("/data/breast-cancer.csv")) {
            Files.write(csv, in.readAllBytes());
        }
        deploy("requests: 20");
    }

    /** Keys of {@code deploy:}, in flow style. */
    public CellsProject deploy(String keys) throws IOException {
        deploy = keys;
        return write();
    }

    /** Predicts a number instead of the diagnosis. */
    public CellsProject regression(String column) throws IOException {
        target = column;
        return write();
    }

    private CellsProject write() throws IOException {
        Files.writeString(
                folder.resolve("cd4ml.yaml"),
                "model: cells\ndata: {path: " + DATA + ", target: " + target
                        + ", features: [mean_radius]}\nvalidate: {gates: "
                        + gates + "}\ndeploy: {"
                        + deploy + "}\n");
        return this;
    }

    /** The gates of the file, in flow style. */
    public CellsProject gates(String yaml) throws IOException {
        gates = yaml;
        return write();
    }

    /** What the caller's registry says of the candidate. */
    public void numbered(ModelReference candidate) {
        this.candidate = candidate;
    }

    public void cancel() {
        stop.set(true);
    }

    public StageContext context(String run) throws IOException {
        return context(run, Map.of());
    }

    /** With arguments over the file. */
    public StageContext context(String run, Map<String, ?> arguments) throws IOException {
        return new StageContext(
                folder,
                new RunFolder(run, folder.resolve(".cd4ml/runs/" + run)),
                ConfigurationReader.read(folder, "cd4ml.yaml", arguments),
                events,
                cancellation,
                Clock.systemUTC(),
                System.getenv());
    }

    public StageRequest request(String run, RegistryMode registry, ModelReference champion) {
        return StageRequest.of(Stage.DEPLOY_CANARY, run, folder.toString())
                .champion(champion)
                .candidate(candidate)
                .registry(registry)
                .build();
    }

    public LocalRegistry registry() {
        return LocalRegistry.open(folder.resolve(".cd4ml"));
    }

    /** A run with data and a package of the rule; registered as the next version; returns its number. */
    public int packaged(String run, double threshold) throws IOException {
        return packaged(run, threshold, new long[0]);
    }

    /** The same of a rule that was trained on rows with those keys. */
    public int packaged(String run, double threshold, long[] trainedOn) throws IOException {
        Table table = data(run);
        Path folderOfPackage = context(run).run().packageFolder();
        RulePackage.write(folderOfPackage, "cells", rule(threshold, trainedOn), table.schema());
        ChainLink link = judged(run, Verdict.PASSED);
        return registry()
                .register(
                        "cells",
                        folderOfPackage,
                        new RegisteredVersion.Origin(
                                run, link.dataVersion(), null, Verdict.PASSED, List.of(), null, link, 1, null));
    }

    /** Has the run's package judged, and packaged under that verdict. */
    public ChainLink judged(String run, Verdict verdict) throws IOException {
        StageContext context = context(run);
        KeptStage stages = new KeptStage(context.run(), "cells");
        String data = Manifest.read(context.run().manifest()).version();
        String digest = PackageReader.read(context.run().packageFolder()).digest();
        String model = "sha256:" + Sha256.of("model of " + digest);
        String judged =
                stages.of(Stage.VALIDATE_MODEL, verdict, KeptStage.judged(data, model, context.configuration()));
        ChainLink link = new ChainLink(
                data, model, Gates.of(context.configuration()).digest(), judged, digest, List.of(), null, null);
        stages.of(Stage.PACKAGE_MODEL, Verdict.PASSED, link);
        return link;
    }

    /** Makes a version the champion of the registry. */
    public void champion(int version) throws IOException {
        registry().setAlias("cells", "production", version, Action.ALIAS, null);
    }

    public void faults(int version, String json) throws IOException {
        Files.createDirectories(folder.resolve("faults"));
        Files.writeString(folder.resolve("faults/" + version + ".json"), json);
    }

    /** The rows of a run's data version. */
    public Table data(String run) throws IOException {
        StageContext context = context(run);
        Path csv = folder.resolve(DATA);
        List<Column> columns = new ArrayList<>();
        List<String> lines = Files.readAllLines(csv);
        for (String name : lines.get(0).split(",")) {
            columns.add(new Column(
                    name,
                    name.equals("diagnosis") ? ColumnType.CATEGORY : ColumnType.DECIMAL,
                    name.equals("mean_texture")));
        }
        ManifestFile file = new ManifestFile(DATA, Files.size(csv), Sha256.of(csv), lines.size() - 1);
        Files.createDirectories(context.run().manifest().getParent());
        Manifest.of(new Schema(columns), List.of(file)).write(context.run().manifest());
        return TableLoader.ofRun(context);
    }

    /** Malignant from that mean radius on. */
    public ModelFolder rule(double threshold, long[] trainedOn) {
        boolean classes = target.equals("diagnosis");
        TrainingKeys keys = TrainingKeys.of(trainedOn);
        int outputs = classes ? 2 : 1;
        ModelSpec spec = new ModelSpec(
                "linear",
                classes ? Task.CLASSIFICATION : Task.REGRESSION,
                target,
                classes ? List.of("benign", "malignant") : List.of(),
                List.of(new FeaturePreparation.Numeric("mean_radius", (float) threshold, (float) threshold, 1, false)),
                List.of(new ModelSpec.Layer(1, outputs, ModelSpec.Activation.NONE)),
                0,
                1,
                keys.sha256());
        float[] weights = classes ? new float[] {-1, 1} : new float[] {100};
        DenseParameters parameters =
                new DenseParameters(Tensor.matrix(outputs, 1, weights), Tensor.vector(new float[outputs]));
        return new ModelFolder(spec, List.of(parameters), keys);
    }
}
