/** A program of the user's own that trains, by the contract of docs/command-trainer.md. */
package io.jenkins.cd4ml.train.command;
