package io.jenkins.cd4ml.train.boost.pack;

import io.jenkins.cd4ml.runtime.RuntimePack;

/** XGBoost. */
public final class XgboostPack implements RuntimePack {
    @Override
    public String name() {
        return "xgboost";
    }
}
