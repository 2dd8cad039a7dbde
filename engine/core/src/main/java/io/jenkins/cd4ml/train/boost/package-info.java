/** XGBoost: the only classes that touch it, run in JVMs of their own. */
package io.jenkins.cd4ml.train.boost;
