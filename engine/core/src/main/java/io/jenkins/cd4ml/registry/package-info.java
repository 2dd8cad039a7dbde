/** The registry on a laptop: versions of packaged models in a directory, with the rules of Jenkins' registry. */
package io.jenkins.cd4ml.registry;
