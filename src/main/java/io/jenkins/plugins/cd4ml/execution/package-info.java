/**
 * How a stage runs on an agent: one durable execution for all six. The engine is a process of its own; what goes there is a
 * request in a file, what comes back is read as if it were hostile.
 */
package io.jenkins.plugins.cd4ml.execution;
