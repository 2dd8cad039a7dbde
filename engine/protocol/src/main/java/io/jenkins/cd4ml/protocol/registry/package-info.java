/**
 * The registry as data, wherever it is kept: the lines of {@code history.jsonl}, and the versions, aliases and champions
 * that follow from them.
 */
package io.jenkins.cd4ml.protocol.registry;
