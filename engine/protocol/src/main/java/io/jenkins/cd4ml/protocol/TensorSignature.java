package io.jenkins.cd4ml.protocol;

import java.util.List;

/**
 * An input or output of a packaged model.
 *
 * @param column data column it carries; null for outputs
 * @param type {@code float}, {@code int64}, {@code string}, {@code uint8}
 * @param shape with -1 for the number of rows
 * @param codec how a raw value becomes the tensor's element: {@code number/1}, {@code epoch-day/1}, {@code text/1}
 * @param labels names along the last axis of a probability output; empty otherwise
 */
public record TensorSignature(
        String name, String column, String type, List<Long> shape, String codec, List<String> labels) {}
