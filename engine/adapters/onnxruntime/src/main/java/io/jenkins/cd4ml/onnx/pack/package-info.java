/** ONNX models by ONNX Runtime: the runtime pack. */
package io.jenkins.cd4ml.onnx.pack;
