package io.jenkins.plugins.cd4ml.trends;

import hudson.model.Run;
import java.util.List;

/**
 * A job's figures over its builds.
 *
 * @param builds the oldest first
 * @param older whether the job has builds before these
 * @param series those that were asked for
 */
record Trend(
        List<Run<?, ?>> builds, boolean older, Catalogue catalogue, ChampionMarks champions, List<Series> series) {}
