/** The six pipeline steps: what a Jenkinsfile may say, and the forms of the Snippet Generator. */
package io.jenkins.plugins.cd4ml.steps;
