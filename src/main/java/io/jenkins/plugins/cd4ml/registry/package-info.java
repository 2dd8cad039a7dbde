/**
 * The controller's registry of models, the one truth about versions and who serves where: files below
 * {@code $JENKINS_HOME/cd4ml/models}, the rules by which they change, and who may change them. See docs/registry.md.
 */
package io.jenkins.plugins.cd4ml.registry;
