/** Training: what is learned from which rows, how columns become numbers, and the training itself in a process of its own. */
package io.jenkins.cd4ml.train;
