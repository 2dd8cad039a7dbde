package io.jenkins.cd4ml.train.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which of its kernels PyTorch chooses for this processor: {@code AVX512}, {@code AVX2} or {@code DEFAULT} on x86, else the
 * architecture. Other kernels add in another order, so the last bits of a model depend on it. The library does not tell
 * through Java; these are its own rules (ATen's {@code compute_cpu_capability}): the variable {@code ATEN_CPU_CAPABILITY},
 * else the processor's flags.
 */
final class CpuCapability {
    private static final Set<String> AVX512 = Set.of("avx512vl", "avx512bw", "avx512dq", "fma");
    private static final Set<String> AVX2 = Set.of("avx2", "fma");
    private static final List<String> NAMES = List.of("default", "avx2", "avx512");

    private CpuCapability() {}

    static String ofThisMachine() {
        String architecture = System.getProperty("os.arch");
        return of(architecture, System.getenv(), flags());
    }

    static String of(String architecture, Map<String, String> environment, Set<String> flags) {
        String forced = environment.getOrDefault("ATEN_CPU_CAPABILITY", "").toLowerCase(Locale.ROOT);
        if (NAMES.contains(forced)) {
            return forced.toUpperCase(Locale.ROOT);
        }
        if (!architecture.equals("amd64") && !architecture.equals("x86_64")) {
            return architecture;
        }
        if (flags.isEmpty()) {
            return architecture + " (flags unknown)";
        }
        return flags.containsAll(AVX512) ? "AVX512" : flags.containsAll(AVX2) ? "AVX2" : "DEFAULT";
    }

    private static Set<String> flags() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> (Set<String>) new HashSet<>(Arrays.asList(
                            line.substring(line.indexOf(':') + 1).strip().split(" "))))
                    .orElse(Set.of());
        } catch (IOException e) {
            return Set.of();
        }
    }
}
