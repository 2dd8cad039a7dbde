/** What every ONNX file has in common that did not come from here: a look through it, and what ONNX Runtime says of it. */
package io.jenkins.cd4ml.onnx;
