/**
 * Worker JVMs and the runtime packs on their class paths. Native libraries are loaded only there. {@code Adapters} finds
 * what plugs in; {@code RuntimePack} is the seam for libraries that are resolved on the agent.
 */
package io.jenkins.cd4ml.runtime;
