/** The portable model package: ONNX with its preparation inside, manifest, model card, checksums; and running it. */
package io.jenkins.cd4ml.packaging;
