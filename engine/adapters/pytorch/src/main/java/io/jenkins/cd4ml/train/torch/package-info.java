/** Deep Java Library on PyTorch in worker JVMs; no other package uses them. */
package io.jenkins.cd4ml.train.torch;
