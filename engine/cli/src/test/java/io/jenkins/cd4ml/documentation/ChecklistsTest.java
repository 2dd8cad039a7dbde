package io.jenkins.cd4ml.documentation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** Every file and folder that docs/contributing/README.md names exists. */
public class ChecklistsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path ENGINE = ROOT.resolve("engine/core/src/main/java/io/jenkins/cd4ml");

    /** A path with a folder in it: {@code metrics/MetricName.java}, {@code deploy/canary/}. */
    private static final Pattern NAMED = Pattern.compile("`([\\w.-]+/[\\w./-]*)`");

    @Test
    public void everyNamedFileExists() throws Exception {
        String page = Files.readString(ROOT.resolve("docs/contributing/README.md"));
        List<String> missing = new ArrayList<>();
        int named = 0;
        Matcher matcher = NAMED.matcher(page);
        while (matcher.find()) {
            named++;
            String path = matcher.group(1);
            if (!Files.exists(ROOT.resolve(path)) && !Files.exists(ENGINE.resolve(path))) {
                missing.add(path);
            }
        }
        assertEquals("files that docs/contributing/README.md names and that do not exist", List.of(), missing);
        assertTrue("paths: " + named, named > 40);
    }
}
