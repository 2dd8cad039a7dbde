/** What stages found, kept with the build: figures for the build's pages, a value for the pipeline, the whole result beside. */
package io.jenkins.plugins.cd4ml.results;
