/** Models made elsewhere: any ONNX file, looked through before it is opened, and asked in a process of its own. */
package io.jenkins.cd4ml.packaging.foreign;
