/** Choosing the next settings to try: a search space, random search, the tree-structured Parzen estimator. */
package io.jenkins.cd4ml.train.search;
