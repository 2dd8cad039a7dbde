/** A trained model as data: what it reads, how values are prepared, its layers and its parameters. No library's classes. */
package io.jenkins.cd4ml.model;
