/** Runs stages: folders of runs, the envelope around what a stage found, exceptions turned into verdicts. */
package io.jenkins.cd4ml.pipeline;
