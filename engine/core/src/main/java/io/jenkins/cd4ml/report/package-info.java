/** The self-contained page of a run's results, and the summary for a terminal. */
package io.jenkins.cd4ml.report;
