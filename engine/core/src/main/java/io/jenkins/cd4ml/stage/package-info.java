/** What every stage receives and returns: its context, its findings, the run's folder, events, cancellation. */
package io.jenkins.cd4ml.stage;
