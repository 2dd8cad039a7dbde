package io.jenkins.cd4ml.deploy.router;

/** The statistics of the two versions since the weight was last set, each on its own and both in blocks of time. */
record Traffic(TrafficStatistics champion, TrafficStatistics candidate, TrafficBlocks blocks) {
    Traffic() {
        this(new TrafficBlocks(System.nanoTime()));
    }

    private Traffic(TrafficBlocks blocks) {
        this(new TrafficStatistics(false, blocks), new TrafficStatistics(true, blocks), blocks);
    }
}
