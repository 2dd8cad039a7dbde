/**
 * The chain data version, model, verdict, package, deployment: digests of what stages read and make, the ledger of a run's results, and the
 * one answer to the question whether a fitting verdict covers a model. See docs/chain.md.
 */
package io.jenkins.cd4ml.chain;
