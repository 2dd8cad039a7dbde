/**
 * ONNX files that were made elsewhere: the inspection before they are opened, and the reasons that ONNX Runtime gives.
 * {@code OnnxInspection} walks through the file without loading it; {@code RuntimeReason} extracts the useful part of an
 * error.
 */
package io.jenkins.cd4ml.onnx;
