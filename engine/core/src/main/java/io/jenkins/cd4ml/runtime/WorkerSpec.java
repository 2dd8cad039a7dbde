package io.jenkins.cd4ml.runtime;

import java.util.List;

/**
 * A JVM of our own.
 *
 * @param main class with a {@code main} method that calls {@link WorkerMain#run}
 * @param packs runtime packs on its class path, besides the engine
 * @param jvmOptions such as {@code -Xmx512m}
 * @param arguments never secrets: other users of the machine can read them
 */
public record WorkerSpec(Class<?> main, List<String> packs, List<String> jvmOptions, List<String> arguments) {}
