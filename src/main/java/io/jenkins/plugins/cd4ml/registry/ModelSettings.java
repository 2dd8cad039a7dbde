package io.jenkins.plugins.cd4ml.registry;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * {@code model.json}: what people say about a model.
 *
 * @param format {@link #FORMAT}
 * @param description for people, plain text; empty for none
 * @param jobs full names of jobs and folders whose builds may register, promote and deploy; sorted
 * @param readers full names of jobs and folders whose builds may use the champion besides; sorted
 * @param approvals environments in which a version serves only when a person has approved it; sorted
 */
public record ModelSettings(
        int format, String description, List<String> jobs, List<String> readers, List<String> approvals) {
    /** Raised when an older reader would misunderstand. */
    public static final int FORMAT = 1;

    public ModelSettings {
        description = description == null ? "" : description.strip();
        jobs = sorted(jobs);
        readers = sorted(readers);
        approvals = sorted(approvals);
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

    /** Whether a version serves in that environment only with a person's approval. */
    public boolean needsApproval(String environment) {
        return approvals.contains(environment);
    }

    public ModelSettings withDescription(String description) {
        return new ModelSettings(format, description, jobs, readers, approvals);
    }

    public ModelSettings withJobs(Collection<String> jobs) {
        return new ModelSettings(format, description, List.copyOf(jobs), readers, approvals);
    }

    public ModelSettings withReaders(Collection<String> readers) {
        return new ModelSettings(format, description, jobs, List.copyOf(readers), approvals);
    }

    public ModelSettings withApprovals(Collection<String> environments) {
        return new ModelSettings(format, description, jobs, readers, List.copyOf(environments));
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
