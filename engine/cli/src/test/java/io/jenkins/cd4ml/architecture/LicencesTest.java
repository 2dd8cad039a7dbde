package io.jenkins.cd4ml.architecture;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.Test;

/** The engine's jar carries other projects' classes: with each goes its licence, and the bill of materials names them all. */
public class LicencesTest {
    private static final String BILL = "/META-INF/sbom/cd4ml-engine.cdx.json";
    private static final Set<String> ALLOWED = Set.of("Apache-2.0", "MIT", "BSD-3-Clause", "EPL-2.0");

    @Test
    public void theBillOfMaterialsIsOfThisJar() throws Exception {
        JsonNode bill = bill();
        assertEquals("CycloneDX", bill.path("bomFormat").asText());
        assertEquals(
                "cd4ml-engine",
                bill.path("metadata").path("component").path("name").asText());
        List<String> names = new ArrayList<>();
        bill.path("components")
                .forEach(component -> names.add(component.path("name").asText()));
        assertTrue(names.toString(), names.containsAll(List.of("jackson-databind", "picocli", "fastcsv")));
        assertTrue("what only tests need is not shipped: " + names, !names.contains("junit"));
        assertTrue("what packs bring is not shipped: " + names, !names.contains("onnxruntime"));
    }

    @Test
    public void eachLibraryHasALicenceThatMayBeShippedAndItsText() throws Exception {
        Path texts = folder("/META-INF/licenses");
        List<String> without = new ArrayList<>();
        for (JsonNode component : bill().path("components")) {
            if (component.path("group").asText().equals("io.jenkins.plugins")) {
                // the engine's own modules: the LICENSE of this repository
                continue;
            }
            String name = component.path("name").asText();
            List<String> licences = new ArrayList<>();
            component
                    .path("licenses")
                    .forEach(licence ->
                            licences.add(licence.path("license").path("id").asText()));
            if (!ALLOWED.containsAll(licences)) {
                without.add(name + " is licensed as " + licences);
            }
            boolean ownText = hasText(texts.resolve(name + "-jar")) || Files.exists(texts.resolve(name + ".txt"));
            boolean sharedText = licences.stream().anyMatch(id -> Files.exists(texts.resolve(id + ".txt")));
            if (!ownText && !sharedText) {
                without.add(name + " (" + licences + ") has no text");
            }
        }
        assertEquals(List.of(), without);
    }

    private static JsonNode bill() throws IOException {
        try (InputStream in = LicencesTest.class.getResourceAsStream(BILL)) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static Path folder(String resource) throws URISyntaxException {
        URL url = LicencesTest.class.getResource(resource);
        return Path.of(url.toURI());
    }

    private static boolean hasText(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("LICENSE"));
        }
    }
}
