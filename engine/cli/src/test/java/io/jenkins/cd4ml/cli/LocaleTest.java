package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code bin/cd4ml} where the locale is C, as in most containers: files have the names they have. */
public class LocaleTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test(timeout = 600_000)
    public void fileNamesInUtf8WorkUnderC() throws Exception {
        Assume.assumeTrue("has a shell", Files.isExecutable(Path.of("/bin/sh")));
        Assume.assumeTrue("has a locale in UTF-8", sh("locale -a | grep -qi 'utf-*8$'") == 0);
        Path checkout = checkout();
        // named by the shell: this JVM's own locale may not be able to
        String make = "mkdir -p \"$1\"; cd \"$1\"; name=$(printf 'gr\\303\\266\\303\\237e-\\346\\225\\260.csv');"
                + " printf 'x,y\\n1,a\\n2,b\\n3,a\\n' > \"$name\";"
                + " printf 'model: sample\\ndata: {path: \"%s\", target: y}\\n' \"$name\" > cd4ml.yaml";
        Path project = folder.getRoot().toPath().resolve("project");
        assertEquals(0, sh(make, project.toString()));
        String run =
                "unset LANG LC_CTYPE; export LC_ALL=C; cd \"$1\"; \"$2\" version-data --run r --json >out.json 2>err.txt";
        int exitCode = sh(run, project.toString(), checkout.resolve("bin/cd4ml").toString());
        String err = Files.readString(project.resolve("err.txt"), StandardCharsets.UTF_8);
        assertEquals(err, 0, exitCode);
        String manifest = Files.readString(project.resolve(".cd4ml/runs/r/data/manifest.json"), StandardCharsets.UTF_8);
        assertTrue(manifest, manifest.contains("gr\u00f6\u00dfe-\u6570.csv"));
    }

    /** As a checkout is once it has been built, with the classes under test. */
    private Path checkout() throws Exception {
        Path checkout = folder.newFolder("checkout").toPath();
        Path command = Files.createDirectories(checkout.resolve("bin")).resolve("cd4ml");
        Files.copy(Path.of("../bin/cd4ml"), command);
        assertTrue(command.toFile().setExecutable(true));
        Files.createDirectories(checkout.resolve("engine/core/src/main"));
        Files.writeString(checkout.resolve("engine/pom.xml"), "");
        Path jar =
                Files.createDirectories(checkout.resolve("engine/cli/target")).resolve("cd4ml-engine.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        StringBuilder classPath = new StringBuilder();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.append(Path.of(entry).toAbsolutePath().toUri()).append(' ');
        }
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath.toString());
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return checkout;
    }

    private static int sh(String script, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script, "sh");
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.inheritIO().start().waitFor();
    }
}
