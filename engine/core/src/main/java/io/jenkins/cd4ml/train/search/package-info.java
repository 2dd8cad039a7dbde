/** How the next settings to try are chosen: a search space, random search and the tree-structured Parzen estimator. */
package io.jenkins.cd4ml.train.search;
