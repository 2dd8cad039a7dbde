/** The main classes of the serving processes, and how they are started. */
package io.jenkins.cd4ml.deploy.launch;
