/** Files that are kept by what they contain: a content-addressed folder, digests, files written whole or not at all. */
package io.jenkins.cd4ml.store;
