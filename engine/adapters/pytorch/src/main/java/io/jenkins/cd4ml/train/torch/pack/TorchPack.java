package io.jenkins.cd4ml.train.torch.pack;

import io.jenkins.cd4ml.runtime.RuntimePack;

/** PyTorch by Deep Java Library. */
public final class TorchPack implements RuntimePack {
    @Override
    public String name() {
        return "pytorch";
    }
}
