package io.jenkins.cd4ml.deploy.canary;

import java.io.IOException;

/** Where the requests of a canary come from. */
interface TrafficSource {

    /** Has both versions answer before they are measured: the first requests of a JVM are slow. */
    void warmUp(LeaseKeeper lease) throws CanaryOverException, IOException, InterruptedException;

    /** Comes back when the candidate has had enough requests at this weight to be judged. */
    void step(int weight, LeaseKeeper lease) throws CanaryOverException, IOException, InterruptedException;

    /** What both answered to the same rows; null for traffic without known labels. */
    PairedAnswers answers();
}
