package io.jenkins.cd4ml.deploy.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Another process that holds a file's lock until it is closed. */
public final class LockHolder implements AutoCloseable {
    private final Process process;

    /** Returns when the other process has the lock. */
    public LockHolder(Path file) throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"locked".equals(out.readLine())) {
            throw new IOException("the lock of " + file + " was not to be had");
        }
    }

    /** Its end frees the lock. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @SuppressWarnings("try") // the lock is there to be held
    public static void main(String[] args) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            System.out.println("locked");
            System.in.read();
        }
    }
}
