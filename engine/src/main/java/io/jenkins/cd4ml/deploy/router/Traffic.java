package io.jenkins.cd4ml.deploy.router;

/** The statistics of the two versions since the weight was last set. */
record Traffic(TrafficStatistics champion, TrafficStatistics candidate) {
    Traffic() {
        this(new TrafficStatistics(), new TrafficStatistics());
    }
}
