/** Combines requests that arrive at the same time into one run of the model. */
package io.jenkins.cd4ml.deploy.batching;
