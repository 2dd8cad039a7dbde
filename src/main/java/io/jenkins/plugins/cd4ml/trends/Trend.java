package io.jenkins.plugins.cd4ml.trends;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Protocol;
import java.util.List;

/**
 * A job's figures over its builds, as the pages' scripts read them.
 *
 * @param builds the oldest first
 * @param series in the order of the stages, figures by name
 * @param champions builds that made a version the champion
 * @param older whether the job has builds before these
 */
record Trend(List<Build> builds, List<Series> series, List<Champion> champions, boolean older) {

    /**
     * One build.
     *
     * @param url below Jenkins' root
     * @param time start in milliseconds since 1970
     */
    record Build(int number, String name, String url, long time, @CheckForNull String result) {}

    /**
     * One figure of one stage.
     *
     * @param run what the stage's run is called beside {@code build-<number>}; null for the build's own run
     * @param ordinal which of several alike in a build, counted from 1
     * @param points rows of: index of the build, value, both ends of the interval, threshold; null where there is none
     */
    record Series(String stage, @CheckForNull String run, int ordinal, String figure, List<List<Number>> points) {}

    /** Since the build of that index, this version serves. */
    record Champion(int build, int version, @CheckForNull String model) {}

    String json() {
        return Protocol.writeLine(this);
    }
}
