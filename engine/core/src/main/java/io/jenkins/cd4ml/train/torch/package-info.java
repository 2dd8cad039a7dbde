/** Deep Java Library on PyTorch: the only classes that touch them, run in JVMs of their own. */
package io.jenkins.cd4ml.train.torch;
