package io.jenkins.cd4ml.train.command;

/**
 * Row numbers of the table that a program is given.
 *
 * @param train with their target
 * @param validation with their target
 * @param asked without it: for whoever predicts instead of leaving a model
 */
public record CommandRows(int[] train, int[] validation, int[] asked) {}
