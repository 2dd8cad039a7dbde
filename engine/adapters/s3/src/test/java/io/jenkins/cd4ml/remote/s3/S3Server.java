package io.jenkins.cd4ml.remote.s3;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.rules.ExternalResource;

/** Adobe's S3Mock in a process of its own: an S3 that other people wrote. */
public final class S3Server extends ExternalResource {
    private Process process;
    private int port;

    /** Address to be used as the client's endpoint. */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    protected void before() throws Throwable {
        String jar = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.contains("s3mock"))
                .findFirst()
                .orElseThrow();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar,
                        "--server.port=0",
                        "--http.port=" + port,
                        "--com.adobe.testing.s3mock.store.initial-buckets=models")
                .redirectErrorStream(true)
                .start();
        awaitStart();
    }

    private void awaitStart() throws IOException {
        List<String> said = new ArrayList<>();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            if (line.contains("Started S3MockApplication")) {
                Thread drain = new Thread(() -> lines.lines().forEach(rest -> {}), "s3mock-output");
                drain.setDaemon(true);
                drain.start();
                return;
            }
        }
        throw new IOException("S3Mock did not start: " + String.join("\n", said));
    }

    @Override
    protected void after() {
        process.destroyForcibly();
    }
}
