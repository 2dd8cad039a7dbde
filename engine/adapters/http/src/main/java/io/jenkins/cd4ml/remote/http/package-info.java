/**
 * Objects on an HTTP server, by the JDK's client: GET, HEAD and PUT with checksums, MKCOL where collections are missing. How the
 * objects are named, checked and tried again is the matter of {@code io.jenkins.cd4ml.remote}.
 */
package io.jenkins.cd4ml.remote.http;
