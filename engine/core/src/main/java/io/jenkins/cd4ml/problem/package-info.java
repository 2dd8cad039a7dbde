/** What is wrong with the user's input: one sentence with a place. */
package io.jenkins.cd4ml.problem;
