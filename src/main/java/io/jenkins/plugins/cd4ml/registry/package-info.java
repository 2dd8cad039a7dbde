/**
 * The controller's registry of models: files below {@code $JENKINS_HOME/cd4ml/models}, the rules by which they change,
 * and the permissions. It alone numbers versions.
 */
package io.jenkins.plugins.cd4ml.registry;
