/** JVMs of our own and the runtime packs on their class paths: where native libraries are loaded, and nowhere else. */
package io.jenkins.cd4ml.runtime;
