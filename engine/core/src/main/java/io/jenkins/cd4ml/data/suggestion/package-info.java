/** Suggests a configuration for data that has none yet. */
package io.jenkins.cd4ml.data.suggestion;
