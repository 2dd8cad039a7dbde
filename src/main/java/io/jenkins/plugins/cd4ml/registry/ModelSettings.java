package io.jenkins.plugins.cd4ml.registry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * {@code model.json}: what people say about a model.
 *
 * @param format {@link #FORMAT}
 * @param description for people, plain text; empty for none
 * @param jobs full names of jobs and folders whose builds may register, promote and deploy; sorted
 * @param readers full names of jobs and folders whose builds may use the champion besides; sorted
 * @param rules what environments require of a version; one each, sorted by environment
 */
public record ModelSettings(
        int format, String description, List<String> jobs, List<String> readers, List<EnvironmentRule> rules) {
    /** Raised when an older reader would misunderstand. */
    public static final int FORMAT = 1;

    public ModelSettings {
        description = description == null ? "" : description.strip();
        jobs = sorted(jobs);
        readers = sorted(readers);
        TreeMap<String, EnvironmentRule> byName = new TreeMap<>();
        Stream.ofNullable(rules).flatMap(List::stream).forEach(rule -> byName.put(rule.environment(), rule));
        rules = List.copyOf(byName.values());
    }

    /** Of a model that one job owns. */
    public static ModelSettings ownedBy(String job) {
        return new ModelSettings(FORMAT, "", List.of(job), List.of(), List.of());
    }

    /** Whether builds of that job may register, promote and deploy: it is named, or a folder around it is. */
    public boolean allows(String job) {
        return isNamed(jobs, job);
    }

    /** Whether builds of that job may use the champion. */
    public boolean allowsReading(String job) {
        return allows(job) || isNamed(readers, job);
    }

    /** The model's own rule for that environment, or for those that no rule names; empty where it has neither. */
    Optional<EnvironmentRule> ownRule(String environment) {
        return named(environment).or(() -> named(EnvironmentRule.OTHERS));
    }

    /** The rule of exactly that name. */
    public Optional<EnvironmentRule> named(String environment) {
        return rules.stream()
                .filter(rule -> rule.environment().equals(environment))
                .findFirst();
    }

    /** Environments with a rule of their own in which a version serves only when a person has approved it. */
    @JsonIgnore
    public List<String> approvals() {
        return rules.stream()
                .filter(EnvironmentRule::approval)
                .map(EnvironmentRule::environment)
                .toList();
    }

    public ModelSettings withDescription(String description) {
        return new ModelSettings(format, description, jobs, readers, rules);
    }

    public ModelSettings withJobs(Collection<String> jobs) {
        return new ModelSettings(format, description, List.copyOf(jobs), readers, rules);
    }

    public ModelSettings withReaders(Collection<String> readers) {
        return new ModelSettings(format, description, jobs, List.copyOf(readers), rules);
    }

    public ModelSettings withRules(Collection<EnvironmentRule> rules) {
        return new ModelSettings(format, description, jobs, readers, List.copyOf(rules));
    }

    /** Requires an approval in these environments and in no other, and leaves the rest of the rules alone. */
    public ModelSettings withApprovals(Collection<String> environments) {
        List<EnvironmentRule> changed = new ArrayList<>();
        rules.forEach(rule -> changed.add(rule.withApproval(environments.contains(rule.environment()))));
        environments.stream()
                .filter(environment -> named(environment).isEmpty())
                .forEach(environment ->
                        changed.add(EnvironmentRule.standard(environment).withApproval(true)));
        return withRules(changed);
    }

    /** A job or folder has another full name now. */
    ModelSettings renamed(String from, String to) {
        return withJobs(renamed(jobs, from, to)).withReaders(renamed(readers, from, to));
    }

    /** A job or folder is no more. */
    ModelSettings without(String item) {
        return withJobs(without(jobs, item)).withReaders(without(readers, item));
    }

    private static boolean isNamed(List<String> names, String job) {
        return names.stream().anyMatch(name -> isWithin(name, job));
    }

    private static boolean isWithin(String item, String job) {
        return job.equals(item) || job.startsWith(item + "/");
    }

    private static List<String> renamed(List<String> names, String from, String to) {
        return names.stream()
                .map(name -> isWithin(from, name) ? to + name.substring(from.length()) : name)
                .toList();
    }

    private static List<String> without(List<String> names, String item) {
        return names.stream().filter(name -> !isWithin(item, name)).toList();
    }

    private static List<String> sorted(List<String> names) {
        TreeSet<String> sorted = new TreeSet<>();
        Stream.ofNullable(names).flatMap(List::stream).map(String::strip).forEach(sorted::add);
        sorted.remove("");
        return List.copyOf(sorted);
    }
}
