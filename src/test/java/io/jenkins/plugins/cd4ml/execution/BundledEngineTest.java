package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import org.junit.Test;

/** The engine ships inside the plugin, and the controller can load nothing of it. */
public class BundledEngineTest {
    private static final int MOST_BYTES = 22 * 1024 * 1024;

    private final BundledEngine engine = new BundledEngine();

    @Test
    public void isAProgramOfDecentSize() throws IOException {
        List<String> entries = new ArrayList<>();
        try (JarInputStream jar = new JarInputStream(engine.jar().openStream())) {
            assertEquals(
                    "io.jenkins.cd4ml.cli.Main",
                    jar.getManifest().getMainAttributes().getValue("Main-Class"));
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                entries.add(entry.getName());
            }
        }
        assertThat(entries, hasItem("io/jenkins/cd4ml/cli/Main.class"));
        assertThat(
                "native libraries come in runtime packs",
                entries.stream()
                        .filter(name -> name.matches(".*\\.(so|dll|dylib|jnilib)"))
                        .toList(),
                empty());
        try (InputStream in = engine.jar().openStream()) {
            assertThat("the hpi is to stay below 25 MB", in.readAllBytes().length, lessThan(MOST_BYTES));
        }
    }

    @Test
    public void theControllerLoadsNothingOfIt() {
        for (String name : List.of(
                "io.jenkins.cd4ml.cli.Main",
                "ai.djl.Model",
                "ai.djl.pytorch.engine.PtEngine",
                "ai.onnxruntime.OrtEnvironment")) {
            assertThrows(name, ClassNotFoundException.class, () -> Class.forName(name));
        }
    }
}
