/**
 * The chain from data version over model, verdict and package to deployment. It computes digests of what stages read and
 * make, records the results of a run, and decides whether a verdict covers a model.
 */
package io.jenkins.cd4ml.chain;
