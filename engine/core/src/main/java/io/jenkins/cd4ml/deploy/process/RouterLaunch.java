package io.jenkins.cd4ml.deploy.process;

import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.store.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a router is to be started; it puts the port it got in place of 0, so that it comes back where its callers know it.
 *
 * @param port on 127.0.0.1; 0: a free one
 * @param leaseMillis how long a canary goes on without a word of the driver
 */
public record RouterLaunch(int port, long leaseMillis) {
    /** The rule of the house. */
    public static final long LEASE_MILLIS = 5000;

    public void write(Path file) throws IOException {
        AtomicFile.writeText(file, Protocol.write(this));
    }

    public static RouterLaunch read(Path file) throws IOException {
        return Protocol.mapper().readValue(Files.readAllBytes(file), RouterLaunch.class);
    }
}
