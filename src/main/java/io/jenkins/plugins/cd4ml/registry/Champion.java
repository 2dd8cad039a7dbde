package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;

/**
 * The version that serves in an environment.
 *
 * @param since when it took over
 * @param previous the version that a rollback goes to; null where there is none
 */
public record Champion(String environment, int version, Instant since, @CheckForNull Integer previous) {}
