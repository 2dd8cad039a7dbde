package io.jenkins.plugins.cd4ml.results;

import java.io.IOException;
import java.io.Serializable;

/** What one step asked for beyond its stage, such as a job to be started. Part of the pipeline's saved state. */
public interface StageSequel extends Serializable {

    /** The stage has ended with a result, which was kept with the build. Called once. */
    void follow(CompletedStage stage) throws IOException, InterruptedException;
}
