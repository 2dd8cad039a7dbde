/**
 * Between a stage and the registry: admission before the engine starts, transfer of the champion's package to an agent,
 * the effect of a stage's result on the registry.
 */
package io.jenkins.plugins.cd4ml.delivery;
