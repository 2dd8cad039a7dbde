package io.jenkins.plugins.cd4ml.testing;

import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real browser without a window, for what HtmlUnit cannot: modules, SVG, a content security policy. */
public final class Chromium {
    private static final int SECONDS = 120;
    private static final boolean THERE = isThere();

    /**
     * What came of opening a page.
     *
     * @param dom the document after its scripts ran
     * @param console errors, warnings and messages, refused loads among them
     */
    public record Visit(String dom, List<String> console) {}

    private Chromium() {}

    /** Skips the test loudly where there is no Chromium; fails in CI. */
    public static void require() {
        if (!THERE) {
            System.err.println("######## NOT TESTED: chromium is not on the path ########");
            assertTrue("CI has a chromium", System.getenv("CI") == null);
        }
        assumeTrue(THERE);
    }

    private static boolean isThere() {
        try {
            return new ProcessBuilder("chromium", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens a page and gives its scripts ten seconds of the browser's own time. */
    public static Visit open(String url) throws Exception {
        Path folder = Files.createTempDirectory("chromium");
        Path console = folder.resolve("console.log");
        Path dom = folder.resolve("dom.html");
        Process process = new ProcessBuilder(command(folder.resolve("profile"), url))
                .redirectError(console.toFile())
                .redirectOutput(dom.toFile())
                .start();
        try {
            assertTrue("Chromium ends within " + SECONDS + " s", process.waitFor(SECONDS, TimeUnit.SECONDS));
            return new Visit(
                    Files.readString(dom),
                    Files.readAllLines(console).stream()
                            .filter(line -> line.contains("CONSOLE"))
                            .toList());
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> command(Path profile, String url) {
        List<String> command = new ArrayList<>(List.of("chromium", "--headless", "--no-sandbox", "--disable-gpu"));
        command.addAll(List.of("--disable-quic", "--no-first-run", "--disable-background-networking"));
        command.addAll(List.of("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"));
        command.addAll(List.of("--enable-logging=stderr", "--user-data-dir=" + profile, "--window-size=1400,1000"));
        command.addAll(List.of("--virtual-time-budget=10000", "--dump-dom", url));
        return command;
    }
}
