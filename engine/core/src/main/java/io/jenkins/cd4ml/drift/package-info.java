/** Drift: compares new rows, predictions and labels with those of training. */
package io.jenkins.cd4ml.drift;
