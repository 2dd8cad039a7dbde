/** {@code cd4ml.yaml}: its schema, its reading with errors that name the line, and the settings of each stage. */
package io.jenkins.cd4ml.config;
