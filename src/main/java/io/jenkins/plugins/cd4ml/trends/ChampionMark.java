package io.jenkins.plugins.cd4ml.trends;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * Since that build, this version serves.
 *
 * @param build index of the build among those shown
 * @param model null where the build did not keep it
 * @param environment null where only the build itself knows of it
 * @param back whether it served before and took over again
 * @param by the person who did it; null where a build did
 * @param time in milliseconds since 1970; 0 where it is not known
 */
record ChampionMark(
        int build,
        int version,
        @CheckForNull String model,
        @CheckForNull String environment,
        boolean back,
        @CheckForNull String by,
        long time) {

    /** Whether both say that a build made the same version the champion. */
    boolean isSame(ChampionMark other) {
        return build == other.build && version == other.version && (model == null || model.equals(other.model));
    }
}
