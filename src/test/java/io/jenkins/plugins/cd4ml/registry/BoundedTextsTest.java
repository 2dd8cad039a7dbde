package io.jenkins.plugins.cd4ml.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Provenance;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whatever an agent sent, a registered version can be read again. */
public class BoundedTextsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aVersionWithHugeTextsIsCutBeforeItIsRegistered() throws Exception {
        ModelRegistry registry = new ModelRegistry(folder.getRoot().toPath(), Clock.systemUTC(), path -> {});
        String huge = "x".repeat(16_000_000);
        Provenance provenance =
                new Provenance(huge, huge, false, huge, 7L, huge, Map.of("djl", huge, huge, "1"), huge, huge, null, 2);
        Check check = new Check(huge, "gate", Outcome.PASSED, null, null, null, null, null, null, null, huge);
        ModelVersion.Lineage lineage =
                new ModelVersion.Lineage(huge, "sha256:data", null, provenance, "sha256:m", Map.of(), List.of());
        ModelVersion.Evaluation evaluation = new ModelVersion.Evaluation(
                null, huge, List.of(), Collections.nCopies(10_000, check), null, null, null, null);
        try (IncomingArchive archive = registry.incoming("large", List.of("onnx"))) {
            registry.register(
                    new Registration("large", "sha256:a", lineage, small(evaluation), archive),
                    Models.build("train", 1));
        }
        ModelRegistry again = new ModelRegistry(folder.getRoot().toPath(), Clock.systemUTC(), path -> {});
        ModelVersion version = again.version("large", 1).orElseThrow();
        assertEquals(BoundedTexts.LONGEST + 1, version.lineage().run().length());
        assertTrue(Protocol.write(version).length() < BoundedTexts.LARGEST);
        assertEquals(
                1,
                again.history("large").stream()
                        .filter(entry -> entry.version() != null)
                        .count());
    }

    private static ModelVersion.Evaluation small(ModelVersion.Evaluation evaluation) {
        return new ModelVersion.Evaluation(
                null, evaluation.summary(), List.of(), evaluation.checks().subList(0, 20), null, null, null, null);
    }
}
