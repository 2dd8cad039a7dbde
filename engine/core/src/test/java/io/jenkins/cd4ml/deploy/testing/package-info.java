/** Real server and router processes around a model without a library. */
package io.jenkins.cd4ml.deploy.testing;
