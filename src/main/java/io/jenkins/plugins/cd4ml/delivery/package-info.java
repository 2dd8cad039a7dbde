/**
 * What stands between a stage and the registry: who is admitted before the engine starts, the champion's package on its way to an agent,
 * and what a stage's result means for the registry. Agents propose; here it is decided.
 */
package io.jenkins.plugins.cd4ml.delivery;
