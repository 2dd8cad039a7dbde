/** Errors in the user's input: one sentence with file, line, column or key. */
package io.jenkins.cd4ml.problem;
