package io.jenkins.cd4ml.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Bytes of memory that a process has taken: on Linux all of it ({@code VmRSS}), elsewhere its Java heap. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    static long ofThisProcess() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElseGet(Runtime.getRuntime()::totalMemory);
        } catch (IOException | NumberFormatException e) {
            return Runtime.getRuntime().totalMemory();
        }
    }
}
