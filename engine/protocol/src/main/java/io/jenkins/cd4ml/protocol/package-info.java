/**
 * The contract between the engine and its callers (the Jenkins plugin, the command line): one request and one result for
 * each of the six stages, the events between them, verdicts and provenance. Plain Java types that Jackson reads and writes;
 * nothing here knows the engine or Jenkins. Numbers are finite: a figure that does not exist is {@code null}.
 */
package io.jenkins.cd4ml.protocol;
