/** Starts the job that trains a model when its data has drifted: once, within a cooldown, with the reason on the started build. */
package io.jenkins.plugins.cd4ml.retrain;
