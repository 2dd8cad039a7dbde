package io.jenkins.cd4ml.runtime;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;

/** Ends a download that is larger than the pinned jar, or that drips: a repository can neither fill the disk nor hold a stage for ever. */
final class BoundedTransfer extends AbstractTransferListener {
    /** Of what has no pinned size: checksums, descriptions. */
    private static final long MOST_BYTES = 16 << 20;

    private static final long WINDOW_NANOS = 60_000_000_000L;
    private static final long LEAST_IN_WINDOW = 60 * 1024;

    private final List<PackArtifact> artifacts;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    private record Window(long begin, long bytes) {}

    BoundedTransfer(List<PackArtifact> artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public void transferProgressed(TransferEvent event) throws TransferCancelledException {
        check(event.getResource().getResourceName(), event.getTransferredBytes(), System.nanoTime());
    }

    /** @param nanos the time, of any origin */
    void check(String name, long bytes, long nanos) throws TransferCancelledException {
        long most = artifacts.stream()
                .filter(artifact -> name.endsWith("/" + artifact.fileName()))
                .mapToLong(PackArtifact::bytes)
                .findFirst()
                .orElse(MOST_BYTES);
        if (bytes > most) {
            throw new TransferCancelledException(
                    String.format(Locale.ROOT, "%s is larger than the %,d bytes that it can have", name, most));
        }
        Window window = windows.computeIfAbsent(name, key -> new Window(nanos, bytes));
        if (nanos - window.begin() > WINDOW_NANOS) {
            if (bytes - window.bytes() < LEAST_IN_WINDOW) {
                throw new TransferCancelledException(
                        name + " comes with fewer than 1024 bytes a second: the repository is too slow");
            }
            windows.put(name, new Window(nanos, bytes));
        }
    }
}
