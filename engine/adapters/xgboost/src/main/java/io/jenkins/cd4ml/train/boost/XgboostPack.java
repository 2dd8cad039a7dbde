package io.jenkins.cd4ml.train.boost;

import io.jenkins.cd4ml.runtime.RuntimePack;

/** XGBoost. */
public final class XgboostPack implements RuntimePack {
    static final String NAME = "xgboost";

    @Override
    public String name() {
        return NAME;
    }
}
