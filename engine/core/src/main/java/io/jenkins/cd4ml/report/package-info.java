/** What people read: one self-contained page from the results of a run, and the same in a few lines for a terminal. */
package io.jenkins.cd4ml.report;
