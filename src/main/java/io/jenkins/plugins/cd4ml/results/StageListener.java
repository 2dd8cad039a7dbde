package io.jenkins.plugins.cd4ml.results;

import hudson.ExtensionPoint;

/** Hears of every stage that ended with a result, once, after the result was kept with the build. May take seconds, not minutes. */
public interface StageListener extends ExtensionPoint {

    /** A stage has ended with a result. What this throws is logged and changes nothing. */
    void onCompleted(CompletedStage stage) throws Exception;
}
