/**
 * Names that the engine and its callers must spell alike: files of a project and of a run, environment variables. Paths
 * are texts with slashes, relative to the project's folder, so that they mean the same on an agent of another system.
 */
package io.jenkins.cd4ml.protocol.layout;
