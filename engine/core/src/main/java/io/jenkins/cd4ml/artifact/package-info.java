/** A portable model package as a folder: its manifest, its checksums, its reading. */
package io.jenkins.cd4ml.artifact;
