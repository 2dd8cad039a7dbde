package io.jenkins.cd4ml.config;

import java.util.List;
import java.util.Map;

/**
 * {@code train.command:} a program of the user's own that trains, by the contract of docs/command-trainer.md.
 *
 * @param run the program and its arguments, started in the project's folder
 * @param timeout seconds after which it is stopped
 * @param environment names of variables that it is given besides PATH, HOME and the language; their values are masked in what it prints
 * @param settings for the program alone
 * @param format of the files with its rows
 * @param memory that one run needs, such as {@code 2g}; null: not known, {@link #ASSUMED_MEMORY} counts
 */
public record CommandSettings(
        List<String> run,
        Integer timeout,
        List<String> environment,
        Map<String, Object> settings,
        Format format,
        String memory) {

    /** What one of several runs side by side is taken to need where nobody says it. */
    public static final String ASSUMED_MEMORY = "1g";

    public static final CommandSettings NONE = new CommandSettings(null, null, null, null, null, null);

    public CommandSettings {
        run = Defaults.of(run);
        timeout = Defaults.of(timeout, 3600);
        environment = Defaults.of(environment);
        settings = Defaults.of(settings);
        format = Defaults.of(format, Format.CSV);
    }

    /** How rows are written. */
    public enum Format {
        CSV,
        PARQUET
    }
}
