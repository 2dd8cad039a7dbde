package io.jenkins.cd4ml.protocol;

import java.util.Map;

/**
 * What a result was made from: enough to make it again. The same values on the same kind of machine give the same bits.
 *
 * @param dataVersion {@code sha256:…} of the data; null where the stage reads none
 * @param codeRevision commit of the project's folder; null outside version control
 * @param codeModified whether that folder had uncommitted changes; null outside version control
 * @param configuration SHA-256 of the effective configuration of the stage, arguments included
 * @param seed the random seed; null where nothing is random
 * @param engine version of the engine
 * @param libraries versions of the libraries that computed, by name
 * @param java version and vendor of the JVM
 * @param system operating system, its version and architecture
 * @param cpu the capability that the numerical library used ({@code AVX2}, {@code AVX512}); null where none was used
 * @param threads threads that computed; null where that cannot matter
 */
public record Provenance(
        String dataVersion,
        String codeRevision,
        Boolean codeModified,
        String configuration,
        Long seed,
        String engine,
        Map<String, String> libraries,
        String java,
        String system,
        String cpu,
        Integer threads) {}
