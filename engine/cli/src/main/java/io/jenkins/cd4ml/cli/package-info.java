/** The {@code cd4ml} command: arguments in, stages run, sentences and exit codes out. */
package io.jenkins.cd4ml.cli;
