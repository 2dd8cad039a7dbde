/** XGBoost in worker JVMs; no other package uses it. */
package io.jenkins.cd4ml.train.boost;
