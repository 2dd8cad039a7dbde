package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.table.Table;

/** A model that is ready to predict, from several threads at once. */
public interface Predictor extends AutoCloseable {

    ServedModel model();

    /** Predicts rows that have the columns of {@link ServedModel#features}, in that order. */
    Predictions predict(Table rows);

    @Override
    void close();
}
