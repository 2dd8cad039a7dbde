package io.jenkins.cd4ml.architecture;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The simulations of bench/ use the product's own classes and run by hand, seldom: a change of those classes must not break them unseen. */
public class BenchmarkSourcesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void theProgramsOfBenchCompile() throws Exception {
        List<Path> sources;
        try (Stream<Path> files = Files.list(Path.of("../bench"))) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        assertFalse(sources.isEmpty());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            manager,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-d",
                                    folder.getRoot().getPath(),
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertTrue(messages.toString(), compiled);
        }
    }
}
