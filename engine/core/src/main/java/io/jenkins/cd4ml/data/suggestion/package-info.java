/** Suggests a configuration for data that nobody has described yet. */
package io.jenkins.cd4ml.data.suggestion;
