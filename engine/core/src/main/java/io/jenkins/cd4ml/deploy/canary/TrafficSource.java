package io.jenkins.cd4ml.deploy.canary;

import java.io.IOException;

/** Where the requests of a canary come from. */
interface TrafficSource {

    /** Looks at a step that is under way. */
    @FunctionalInterface
    interface Look {
        /** Whether the step goes on after so many requests of the candidate. */
        boolean goesOn(long requests) throws CanaryOverException, IOException, InterruptedException;
    }

    /** Has both versions answer before they are measured: the first requests of a JVM are slow. */
    void warmUp(LeaseKeeper lease) throws CanaryOverException, IOException, InterruptedException;

    /** Comes back when the candidate has had so many requests since the weight was set, or the look does not go on. */
    void step(int weight, long requests, LeaseKeeper lease, Look look)
            throws CanaryOverException, IOException, InterruptedException;

    /** Asks for second answers before a look. */
    void prepare(LeaseKeeper lease) throws CanaryOverException, IOException, InterruptedException;

    /** What both answered to replayed rows; null for live traffic. */
    PairedAnswers answers();

    /** What both answered to rows of live traffic; null for replayed traffic, and where rows cannot be asked again. */
    PairedRows pairs();

    /** Labels of live traffic where rows cannot be asked again; null otherwise. */
    LiveLabels labels() throws IOException;
}
