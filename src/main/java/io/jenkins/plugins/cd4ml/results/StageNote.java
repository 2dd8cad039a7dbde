package io.jenkins.plugins.cd4ml.results;

import hudson.model.Action;

/** A line that another part of the plugin adds to a stage's page: an action of the build with a view {@code note}. */
public interface StageNote extends Action {

    /** The stage it belongs to. */
    String getNodeId();
}
