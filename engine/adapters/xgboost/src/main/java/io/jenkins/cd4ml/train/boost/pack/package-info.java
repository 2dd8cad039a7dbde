/** Boosted trees by XGBoost: the runtime pack. */
package io.jenkins.cd4ml.train.boost.pack;
