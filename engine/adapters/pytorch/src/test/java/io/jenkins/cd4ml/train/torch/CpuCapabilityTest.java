package io.jenkins.cd4ml.train.torch;

import static org.junit.Assert.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class CpuCapabilityTest {
    private static final Set<String> SERVER =
            Set.of("sse", "avx", "avx2", "fma", "avx512f", "avx512vl", "avx512bw", "avx512dq");

    @Test
    public void theProcessorsFlagsDecide() {
        assertEquals("AVX512", CpuCapability.of("amd64", Map.of(), SERVER));
        assertEquals("AVX2", CpuCapability.of("x86_64", Map.of(), Set.of("avx2", "fma", "avx512f")));
        assertEquals("DEFAULT", CpuCapability.of("amd64", Map.of(), Set.of("sse2", "avx2")));
        assertEquals("amd64 (flags unknown)", CpuCapability.of("amd64", Map.of(), Set.of()));
        assertEquals("aarch64", CpuCapability.of("aarch64", Map.of(), Set.of("asimd")));
    }

    @Test
    public void theLibrarysVariableWins() {
        assertEquals("AVX2", CpuCapability.of("amd64", Map.of("ATEN_CPU_CAPABILITY", "avx2"), SERVER));
        assertEquals("DEFAULT", CpuCapability.of("amd64", Map.of("ATEN_CPU_CAPABILITY", "default"), SERVER));
        assertEquals("AVX512", CpuCapability.of("amd64", Map.of("ATEN_CPU_CAPABILITY", "avx9000"), SERVER));
    }
}
