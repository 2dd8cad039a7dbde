package io.jenkins.plugins.cd4ml.execution;

import java.util.List;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.durabletask.BourneShellScript;
import org.jenkinsci.plugins.durabletask.DurableTask;
import org.jenkinsci.plugins.durabletask.WindowsBatchScript;

/** A command line of ours as a durable task. Nothing that a user wrote is in it but paths, and they are quoted. */
final class CommandLine {
    private CommandLine() {}

    static DurableTask task(boolean unix, List<String> words) {
        return unix ? new BourneShellScript(unix(words)) : new WindowsBatchScript(windows(words));
    }

    /** A first line of our own, so that Jenkins does not add one that prints every command. */
    static String unix(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", "\n"));
    }

    /** Paths on Windows hold no quotes; percent signs are doubled. */
    static String windows(List<String> words) {
        return words.stream()
                .map(word -> "\"" + word.replace("%", "%%") + "\"")
                .collect(Collectors.joining(" ", "@echo off\r\n", "\r\n"));
    }
}
