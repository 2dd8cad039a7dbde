/** A small HTTP server on 127.0.0.1 over Jetty's core, shared by the model server and the router. */
package io.jenkins.cd4ml.deploy.http;
