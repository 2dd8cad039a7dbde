/** Results of stages, kept with the build: figures for pages, the value of a step, the complete result. */
package io.jenkins.plugins.cd4ml.results;
