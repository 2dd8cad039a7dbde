/** A canary as its driver runs it: traffic, steps, analysis, verdict. */
package io.jenkins.cd4ml.deploy.canary;
