package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.model.RawValues;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.table.Schema;
import java.util.List;

/**
 * The model that a server serves.
 *
 * @param version as callers see it
 * @param digest of its package
 * @param classes labels in the order of the probabilities; empty for regression
 * @param features the columns it reads, with their types and which are sensitive
 * @param texts reads those of a request
 */
public record ServedModel(
        String name,
        String version,
        String digest,
        Task task,
        List<String> classes,
        Schema features,
        RawValues texts,
        List<TensorSignature> inputs,
        List<TensorSignature> outputs) {}
