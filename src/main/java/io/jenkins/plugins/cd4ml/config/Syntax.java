package io.jenkins.plugins.cd4ml.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.cd4ml.protocol.layout.RunId;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * How the texts that people write into forms and Jenkinsfiles must look before they go anywhere near a path or a command line.
 * What they mean is the engine's business. An empty text is always fine: it is the default.
 */
public enum Syntax {
    /** Id of a run: a folder's name. */
    RUN(RunId.PATTERN, Messages::Syntax_run),
    /** A size as the JVM reads it. */
    HEAP("[1-9][0-9]{0,5}[kKmMgG]", Messages::Syntax_heap),
    /** A folder or file below the workspace. */
    RELATIVE_PATH("(?!/)(?![A-Za-z]:)[^\\p{Cntrl}\\\\]{1,500}", Messages::Syntax_relativePath) {
        @Override
        boolean accepts(String text) {
            return super.accepts(text) && Arrays.stream(text.split("/")).noneMatch(".."::equals);
        }
    },
    /** A folder on an agent. */
    ABSOLUTE_PATH("(/|[A-Za-z]:[\\\\/])[^\\p{Cntrl}\"]{0,500}", Messages::Syntax_absolutePath),
    /** Address of a web server; who may use it is said elsewhere. */
    URL("https?://[^\\s/?#@\"]+(/[^\\s#@\"]*)?", Messages::Syntax_url),
    /** A folder on an agent, or an address that the engine's stores know. */
    STORE(
            "((/|[A-Za-z]:[\\\\/])[^\\p{Cntrl}\"]{0,500})|((https?|s3)://[^\\s/?#@\"]+([/?][^\\s#@\"]*)?)",
            Messages::Syntax_store),
    /** Globs or a path of data, on one line. */
    PATTERN("[^\\p{Cntrl}]{1,1000}", Messages::Syntax_pattern),
    /** Name of an environment. */
    NAME("[A-Za-z0-9][A-Za-z0-9._-]{0,99}", Messages::Syntax_name),
    /** Name of a job, as seen from another job's folder. */
    JOB("[^\\p{Cntrl}?*%!@#$^&|<>\\[\\]:;\\\\]{1,500}", Messages::Syntax_job),
    /** A length of time. */
    COOLDOWN("0|[1-9][0-9]{0,4}[mhd]", Messages::Syntax_cooldown),
    /** Lines of {@code NAME=value}: parameters of a job. */
    PARAMETERS("(?:\\s*(?:#[^\\n]*|[A-Za-z_][A-Za-z0-9_.-]{0,99}=[^\\n]*)?(?:\\n|$))*+", Messages::Syntax_parameters),
    /** Lines of {@code key=value}; what is repeated never gives back, or a long wrong line would take for ever. */
    SETTINGS(".{0,20000}", Messages::Syntax_settings) {
        @Override
        boolean accepts(String text) {
            return text.length() <= 20_000 && wrongLine(text).isEmpty();
        }
    };

    private static final Pattern SETTING = Pattern.compile("[A-Za-z][A-Za-z0-9_]*+(?:\\.[^\\s=.]++)*+\\s*+=.*");

    private final Pattern pattern;
    private final Supplier<String> rule;

    Syntax(String pattern, Supplier<String> rule) {
        this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
        this.rule = rule;
    }

    boolean accepts(String text) {
        return pattern.matcher(text).matches();
    }

    /** For a form. */
    public FormValidation check(@CheckForNull String value) {
        return problem(value).map(FormValidation::error).orElse(FormValidation.ok());
    }

    /** What is wrong with the text, as a sentence; empty where nothing is. */
    public Optional<String> problem(@CheckForNull String value) {
        String text = Util.fixEmptyAndTrim(value);
        return text == null || accepts(text) ? Optional.empty() : Optional.of(rule.get());
    }

    /** The first line that is no {@code key=value}, no comment and not empty. */
    private static Optional<String> wrongLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .filter(line -> !SETTING.matcher(line).matches())
                .findFirst();
    }
}
