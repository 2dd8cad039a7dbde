/**
 * Credentials: chosen by id in forms, looked up for a build, passed to the engine in its environment only, masked in the
 * log.
 */
package io.jenkins.plugins.cd4ml.credentials;
