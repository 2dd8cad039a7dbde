package io.jenkins.plugins.cd4ml.security;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** Every test that docs/security.md names is there. */
public class SecurityPageTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)\\.([A-Za-z_]\\w*)`");

    @Test
    public void everyPromiseHasATest() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String root : List.of("src/test", "engine")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                        .toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        List<String> missing = new ArrayList<>();
        int named = 0;
        Matcher matcher = NAMED.matcher(Files.readString(Path.of("docs/security.md")));
        while (matcher.find()) {
            named++;
            String source = sources.getOrDefault(matcher.group(1), "");
            if (!Pattern.compile("(void|ArchRule)\\s+" + matcher.group(2) + "\\b")
                    .matcher(source)
                    .find()) {
                missing.add(matcher.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue("tests are named: " + named, named > 40);
    }
}
