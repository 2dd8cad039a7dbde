package io.jenkins.cd4ml.artifact;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.packaging.SampleModel;
import io.jenkins.cd4ml.packaging.SampleRun;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PackageReaderTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path made;
    private PackageManifest written;

    @Before
    public void makePackage() throws IOException {
        made = folder.getRoot().toPath().resolve("package");
        written = SampleRun.writePackage(made, SampleModel.classifier(ModelSpec.Activation.TANH), 4);
    }

    @Test
    public void readsWhatWasWritten() throws Exception {
        ModelPackage read = PackageReader.read(made);
        assertEquals(written, read.manifest());
        assertEquals("sha256:" + Sha256.of(made.resolve("SHA256SUMS")), read.digest());
        assertEquals(7, read.files().size());
        long bytes = 0;
        for (String name : read.files().keySet()) {
            bytes += Files.size(made.resolve(name));
        }
        assertEquals(bytes, read.bytes());
        assertEquals(8, read.manifest().schema().columns().size());
    }

    @Test
    public void classesThatYamlWouldMistakeSurvive() {
        ModelSpec spec = SampleModel.classifier(ModelSpec.Activation.TANH);
        String yaml = ManifestYaml.write(written);
        assertTrue(yaml, yaml.startsWith("format: 1\nmodel: \"sample\"\n"));
        assertEquals(spec.classes(), ManifestYaml.read(yaml, "model.yaml").classes());
    }

    /** What cannot be read again is not written: one sentence, before there is a package. */
    @Test
    public void aManifestThatCouldNotBeReadIsNotWritten() {
        PackageManifest tooLong = new PackageManifest(
                written.format(),
                written.model(),
                "x".repeat(ManifestYaml.MAX_CHARACTERS),
                written.algorithm(),
                written.task(),
                written.target(),
                written.classes(),
                written.inputs(),
                written.outputs(),
                written.features(),
                written.reading(),
                written.trainingKeys(),
                written.rows(),
                written.hyperparameters(),
                written.parametersSha256(),
                written.validation(),
                written.metrics(),
                written.provenance());
        String message = assertThrows(InputException.class, () -> ManifestYaml.write(tooLong))
                .getMessage();
        assertTrue(
                message,
                message.matches("model\\.yaml would have 33,55\\d,\\d{3} characters, more than the 33,554,432 that are"
                        + " read again: train on fewer columns \\(it has 8\\) or fewer classes \\(\\d\\)"));
    }

    @Test
    public void namesADamagedFile() throws Exception {
        flip("model.onnx");
        assertRefused("model.onnx is damaged: its SHA-256 is not the one in SHA256SUMS");
    }

    @Test
    public void namesMissingAndForeignFiles() throws Exception {
        Files.move(made.resolve("model.onnx"), folder.getRoot().toPath().resolve("elsewhere"));
        assertRefused("lacks model.onnx: package the model again");
        Files.move(folder.getRoot().toPath().resolve("elsewhere"), made.resolve("model.onnx"));
        Files.writeString(made.resolve("evil.so"), "x");
        assertRefused("evil.so does not belong into a model package");
        Files.delete(made.resolve("evil.so"));
        Files.createDirectory(made.resolve("more"));
        assertRefused("more is no plain file");
    }

    @Test
    public void followsNoLinks() throws Exception {
        Path outside = folder.getRoot().toPath().resolve("outside");
        Files.move(made.resolve("model.onnx"), outside);
        Files.createSymbolicLink(made.resolve("model.onnx"), outside);
        assertRefused("model.onnx is no plain file");
        Path link = folder.getRoot().toPath().resolve("link");
        Files.createSymbolicLink(link, made);
        InputException e = assertThrows(InputException.class, () -> PackageReader.read(link));
        assertTrue(e.getMessage(), e.getMessage().startsWith("there is no model package at "));
    }

    @Test
    public void refusesChecksumsThatPointElsewhere() throws Exception {
        Path sums = made.resolve("SHA256SUMS");
        String good = Files.readString(sums);
        for (String line : new String[] {
            "00".repeat(32) + "  ../secret",
            "00".repeat(32) + "  /etc/passwd",
            "00".repeat(32) + "  .hidden",
            "00".repeat(32) + " *model.onnx",
            "xyz"
        }) {
            Files.writeString(sums, good + line + "\n");
            assertRefused("SHA256SUMS:7: not a SHA-256, two blanks and a plain file name");
        }
        Files.writeString(sums, good + good.lines().findFirst().orElseThrow() + "\n");
        assertRefused("SHA256SUMS:7: names MODEL_CARD.md a second time");
        Files.writeString(sums, good.stripTrailing());
        assertRefused("SHA256SUMS is incomplete");
        Files.writeString(sums, "");
        assertRefused("SHA256SUMS is incomplete");
        Files.writeString(sums, good.lines().findFirst().orElseThrow() + "\n");
        assertRefused("lists [MODEL_CARD.md], the package holds [MODEL_CARD.md, SHA256SUMS, model.json");
    }

    @Test
    public void refusesAnotherFormatByItsName() throws Exception {
        Path yaml = made.resolve("model.yaml");
        Files.writeString(yaml, Files.readString(yaml).replace("format: 1\n", "format: 2\n"));
        Files.writeString(made.resolve("model.pt"), "a file of a later format");
        assertRefused("model.yaml: package format 2 is not known here, only 1");
        Files.writeString(yaml, "model: x\n");
        assertRefused("package format missing is not known here");
    }

    @Test
    public void refusesAManifestThatIsNone() throws Exception {
        Path yaml = made.resolve("model.yaml");
        for (String text : new String[] {"format: [1\n", "format: 1\ntask: guessing\n", "format: 1\nformat: 1\n"}) {
            Files.writeString(yaml, text);
            assertRefused("not a package manifest");
        }
        Files.writeString(yaml, "format: 1\nmodel: x\n");
        assertRefused("a manifest needs model, algorithm, task");
        Files.writeString(yaml, "format: 1\nmodel: " + "[".repeat(5000));
        assertRefused("not a package manifest");
        Files.write(yaml, new byte[] {'a', (byte) 0xff});
        assertRefused("model.yaml is damaged: it holds bytes that are not UTF-8 text");
    }

    @Test
    public void limitsSizes() throws Exception {
        grow("model.onnx", PackageReader.MAX_FILE_BYTES + 1);
        assertRefused("model.onnx is larger than the 2147483648 bytes allowed");
        grow("model.onnx", 10);
        grow("model.yaml", ManifestYaml.MAX_CHARACTERS + 1L);
        assertRefused("model.yaml has more than the 33554432 bytes that a manifest can have");
    }

    @Test
    public void saysWhereThereIsNoPackage() {
        Path nowhere = folder.getRoot().toPath().resolve("nowhere");
        InputException e = assertThrows(InputException.class, () -> PackageReader.read(nowhere));
        assertEquals("there is no model package at " + nowhere + ": run packageModel", e.getMessage());
    }

    private void flip(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(made.resolve(name));
        bytes[bytes.length / 2] ^= 1;
        Files.write(made.resolve(name), bytes);
    }

    /** A sparse file: no disk is filled. */
    private void grow(String name, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(made.resolve(name).toFile(), "rw")) {
            file.setLength(length);
        }
    }

    private void assertRefused(String message) {
        InputException e = assertThrows(InputException.class, () -> PackageReader.read(made));
        assertTrue(e.getMessage(), e.getMessage().contains(message));
    }
}
