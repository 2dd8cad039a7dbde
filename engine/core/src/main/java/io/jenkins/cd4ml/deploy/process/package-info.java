/** The processes that serve an environment: identity, start, announcement, locks, and the folder that they share. */
package io.jenkins.cd4ml.deploy.process;
