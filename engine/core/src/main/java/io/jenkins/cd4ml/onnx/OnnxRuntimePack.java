package io.jenkins.cd4ml.onnx;

import io.jenkins.cd4ml.runtime.RuntimePack;

/** ONNX Runtime. */
public final class OnnxRuntimePack implements RuntimePack {
    @Override
    public String name() {
        return "onnxruntime";
    }
}
