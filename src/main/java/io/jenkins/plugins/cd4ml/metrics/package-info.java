/** Figures for Prometheus: models and versions that serve, and each job's last build. */
package io.jenkins.plugins.cd4ml.metrics;
