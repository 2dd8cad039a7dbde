/** Secrets: chosen by id in forms, looked up for a build, given to the engine by its environment alone, masked in the log. */
package io.jenkins.plugins.cd4ml.credentials;
