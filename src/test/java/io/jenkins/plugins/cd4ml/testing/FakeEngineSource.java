package io.jenkins.plugins.cd4ml.testing;

import io.jenkins.plugins.cd4ml.execution.EngineSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.commons.codec.digest.DigestUtils;

/** Puts {@link FakeEngine} in the engine's place. Tests extend it by a nested class with {@code @TestExtension}. */
public abstract class FakeEngineSource implements EngineSource {
    private final Path jar;
    private final String sha256;

    protected FakeEngineSource() {
        try {
            byte[] bytes = build();
            sha256 = DigestUtils.sha256Hex(bytes);
            jar = Files.createTempFile(Path.of("target"), "fake-engine", ".jar");
            jar.toFile().deleteOnExit();
            Files.write(jar, bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public URL jar() throws IOException {
        return jar.toUri().toURL();
    }

    @Override
    public String sha256() {
        return sha256;
    }

    private static byte[] build() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeEngine.class.getName());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String name = FakeEngine.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(bytes);
                InputStream in = FakeEngine.class.getResourceAsStream("/" + name)) {
            JarEntry entry = new JarEntry("META-INF/MANIFEST.MF");
            entry.setTime(0);
            out.putNextEntry(entry);
            manifest.write(out);
            entry = new JarEntry(name);
            entry.setTime(0);
            out.putNextEntry(entry);
            in.transferTo(out);
        }
        return bytes.toByteArray();
    }
}
