/** Leakage: the ways in which held-out rows, or the answer itself, reach a model before it is evaluated. */
package io.jenkins.cd4ml.leak;
