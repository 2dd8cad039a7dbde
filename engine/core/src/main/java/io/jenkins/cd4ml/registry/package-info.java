/** Versions of packaged models on a laptop: a directory with the rules that Jenkins' registry has too. */
package io.jenkins.cd4ml.registry;
