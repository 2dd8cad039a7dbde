package io.jenkins.cd4ml.data.suggestion;

/**
 * Something that was guessed.
 *
 * @param key of the configuration, dotted
 * @param value what it is set to
 * @param why a few words for the person who checks it, without any value of a sensitive column
 */
public record Guess(String key, String value, String why) {}
