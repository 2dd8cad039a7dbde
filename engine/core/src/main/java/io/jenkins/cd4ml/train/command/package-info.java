/**
 * A team's own training program, by the contract of docs/command-trainer.md. {@code RowsFormat} is the seam for file
 * formats of its rows.
 */
package io.jenkins.cd4ml.train.command;
