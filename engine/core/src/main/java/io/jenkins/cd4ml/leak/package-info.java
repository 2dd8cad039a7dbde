/** Ways in which held-out rows, or the answer itself, reach a model before it is judged. */
package io.jenkins.cd4ml.leak;
