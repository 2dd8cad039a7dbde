package io.jenkins.cd4ml.train;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Bytes that a new process can have: on Linux {@code MemAvailable}, which counts what caches give back, and not more than what the
 * control group leaves; elsewhere what the system calls free, which is less than can be had, so the whole memory is taken.
 */
final class AvailableMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    private AvailableMemory() {}

    static long of(OperatingSystemMXBean system) {
        long total = system.getTotalMemorySize();
        if (!Files.isReadable(MEMINFO)) {
            return total;
        }
        try (Stream<String> lines = Files.lines(MEMINFO)) {
            long kilobytes = lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Long.MAX_VALUE >> 10);
            // In a container the JVM's total is the group's limit, and the machine may have far more.
            return Math.min(total, kilobytes << 10);
        } catch (IOException | NumberFormatException e) {
            return total;
        }
    }
}
