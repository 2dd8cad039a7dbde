/** Figures for Prometheus: models and who serves where from the registry, and of each job what its last build left. */
package io.jenkins.plugins.cd4ml.metrics;
