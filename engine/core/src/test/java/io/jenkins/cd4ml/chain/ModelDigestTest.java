package io.jenkins.cd4ml.chain;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.testing.SampleContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What identifies a model, that it stays the same while it is judged, and what is set otherwise than in the file. */
public class ModelDigestTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path project;
    private StageContext context;
    private Path model;

    @Before
    public void project() throws IOException {
        project = folder.getRoot().toPath();
        Files.writeString(
                project.resolve("cd4ml.yaml"),
                "model: sample\ndata: {path: a.csv, target: y}\nvalidate: {gates: [{metric: accuracy, min: 0.7}]}\n");
        context = SampleContexts.context(project, configured(Map.of()), EventSink.SILENT);
        model = context.run().model();
        Files.createDirectories(model.resolve("sub"));
        Files.writeString(model.resolve("x"), "a");
        Files.writeString(model.resolve("sub/y"), "b");
        Files.writeString(model.resolve("a"), "c");
    }

    /** As {@code sha256sum a sub/y x | sha256sum} says. */
    @Test
    public void isThatOfTheListOfItsFiles() throws IOException {
        assertEquals(
                "sha256:cf2081d65d6fd3af5ca261e8e36247c0896ffb28abf6e8a6501a2ae055789b3d", ModelDigest.ofFolder(model));
        // FIPS 180-2: "abc"
        assertEquals(
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                ModelDigest.ofFile(Files.writeString(project.resolve("abc"), "abc")));
    }

    @Test
    public void onlyAFolderOfPlainFilesIsAModel() throws IOException {
        assertRefused(
                "there is no trained model in " + project.resolve("none") + ": run trainModel first",
                project.resolve("none"));
        Path link = Files.createSymbolicLink(project.resolve("link"), model);
        assertRefused("there is no trained model in " + link + ": run trainModel first", link);
        Path inside = Files.createSymbolicLink(model.resolve("sub/link"), project.resolve("cd4ml.yaml"));
        assertRefused(
                inside
                        + " is a link or no plain file, and a model's folder holds plain files only: run trainModel again",
                model);
    }

    private static void assertRefused(String message, Path folder) {
        InputException refused = assertThrows(InputException.class, () -> ModelDigest.ofFolder(folder));
        assertEquals(message, refused.getMessage());
    }

    @Test
    public void aModelThatChangesWhileItIsJudgedIsNoVerdictsModel() throws IOException {
        JudgedModel judged = JudgedModel.of(context, "sha256:da", null);
        ChainLink link = judged.link();
        Gates gates = Gates.of(context.configuration());
        assertEquals(
                new ChainLink(
                        "sha256:da",
                        ModelDigest.ofFolder(model),
                        gates.digest(),
                        null,
                        null,
                        null,
                        gates.rules(),
                        null),
                link);
        Files.writeString(model.resolve("x"), "changed");
        InputException refused = assertThrows(InputException.class, judged::link);
        assertEquals(
                "the model in " + model
                        + " changed while it was judged: run validateModel again when nothing writes to it",
                refused.getMessage());
        assertEquals(
                "a file from elsewhere is known by its digest",
                "sha256:ff",
                JudgedModel.of(context, "sha256:da", "sha256:ff").link().model());
    }

    @Test
    public void whatIsSetOtherwiseThanInTheFileIsNamed() throws IOException {
        StageRequest request =
                StageRequest.of(Stage.VALIDATE_MODEL, "r", project.toString()).build();
        Configuration declared = Overridden.declared(request);
        assertEquals(List.of(), Overridden.keys(declared, configured(Map.of())));
        assertEquals(
                "what is set as it stands is not otherwise",
                List.of(),
                Overridden.keys(declared, configured(Map.of("data", Map.of("target", "y")))));
        assertEquals(
                List.of("model", "split.seed", "validate.confidence", "validate.gates", "validate.positive"),
                Overridden.keys(
                        declared,
                        configured(Map.of(
                                "model",
                                "other",
                                "split",
                                Map.of("seed", 3),
                                "validate",
                                Map.of("confidence", 0.9, "gates", List.of(), "positive", "b")))));
    }

    private Configuration configured(Map<String, ?> overrides) throws IOException {
        return ConfigurationReader.read(project, "cd4ml.yaml", overrides);
    }
}
