/** The processes that serve an environment: who they are, how they start, what they say of themselves, where it is kept. */
package io.jenkins.cd4ml.deploy.process;
