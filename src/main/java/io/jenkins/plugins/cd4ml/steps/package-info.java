/** The six pipeline steps: their arguments and the forms of the Snippet Generator. */
package io.jenkins.plugins.cd4ml.steps;
