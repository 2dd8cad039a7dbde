/**
 * What a registry of models is, wherever it stands: the lines of {@code history.jsonl} and what follows from them. A folder on a
 * laptop and Jenkins' controller keep their versions on different shelves by these same rules.
 */
package io.jenkins.cd4ml.protocol.registry;
