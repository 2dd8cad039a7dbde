/** Serves one model version over HTTP on 127.0.0.1: KServe's V2 REST protocol, JSON rows, metrics, a request log. */
package io.jenkins.cd4ml.deploy.server;
