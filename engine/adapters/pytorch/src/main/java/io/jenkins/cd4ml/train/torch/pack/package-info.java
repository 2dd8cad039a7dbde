/** Training of networks by Deep Java Library on PyTorch: the runtime pack. */
package io.jenkins.cd4ml.train.torch.pack;
