/** The content-addressed store: objects by SHA-256, files that are written completely or not at all. */
package io.jenkins.cd4ml.store;
