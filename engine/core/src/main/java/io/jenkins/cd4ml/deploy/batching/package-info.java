/** Joins requests to a model that come at the same time into one run of it. */
package io.jenkins.cd4ml.deploy.batching;
