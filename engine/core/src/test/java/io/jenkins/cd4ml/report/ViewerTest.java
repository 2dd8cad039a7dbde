package io.jenkins.cd4ml.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

/** The viewer's modules on their own, as Jenkins' pages load them: the tests in {@code src/test/viewer}, run by a browser. */
public class ViewerTest {
    private static final String PAGE =
            "<!DOCTYPE html><title>tests</title><link rel=\"stylesheet\" href=\"/viewer/sections/sections.css\"><body>nothing ran<script type=\"module\" src=\"/tests/page.js\"></script>";

    @Test
    public void everyTestOfTheModulesPasses() throws Exception {
        Chromium.require();
        Chromium.Visit visit = Chromium.open(ViewerTest::file, 1300, 800);
        String body = visit.dom().replaceAll("(?s).*<body>|</body>.*", "");
        List<String> lines = body.lines().toList();
        assertEquals(
                body,
                List.of(),
                lines.stream().filter(line -> !line.startsWith("passed: ")).toList());
        assertTrue(body, lines.size() >= 40);
        assertEquals(List.of(), visit.console());
    }

    private static byte[] file(String path) {
        if (path.equals("/page.html")) {
            return PAGE.getBytes(StandardCharsets.UTF_8);
        }
        Path file = onDisk(path);
        try {
            return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tests, results for them (the protocol's golden files, the report's), and the viewer itself. */
    private static Path onDisk(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("/tests/")) {
            return Path.of("core/src/test/viewer", name);
        }
        if (path.startsWith("/results/")) {
            Path golden = Path.of("protocol/src/test/resources/golden", name);
            return Files.exists(golden) ? golden : Path.of("core/src/test/resources/report", name);
        }
        return Path.of("core/src/main", path.substring(1));
    }
}
