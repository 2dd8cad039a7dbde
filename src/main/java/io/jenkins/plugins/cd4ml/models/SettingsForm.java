package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import io.jenkins.plugins.cd4ml.registry.ModelSettings;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of a model's settings: lists are written one item a line.
 *
 * @param approvals environments
 */
public record SettingsForm(String description, String jobs, String readers, String approvals) {
    /** Of a model that is not there yet. */
    static final ModelSettings NOTHING = new ModelSettings(ModelSettings.FORMAT, "", List.of(), List.of(), List.of());

    private static final int LONGEST = 2000;

    @NonNull
    static SettingsForm of(ModelSettings settings) {
        return new SettingsForm(
                settings.description(),
                String.join("\n", settings.jobs()),
                String.join("\n", settings.readers()),
                String.join("\n", settings.approvals()));
    }

    /**
     * What was sent, as settings.
     *
     * @param before the settings that are changed
     * @throws AbortException where it names a job or folder that is not there, or that the user may not know of
     */
    @NonNull
    static ModelSettings read(
            ModelSettings before,
            @CheckForNull String description,
            @CheckForNull String jobs,
            @CheckForNull String readers,
            @CheckForNull String approvals)
            throws AbortException {
        ModelSettings after =
                new ModelSettings(before.format(), cut(description), lines(jobs), lines(readers), lines(approvals));
        requireItems(before.jobs(), after.jobs());
        requireItems(before.readers(), after.readers());
        return after;
    }

    /** Names that stood there already may stay: a job that somebody else named, or one that is gone. */
    private static void requireItems(List<String> before, List<String> after) throws AbortException {
        for (String name : after) {
            if (!before.contains(name) && !Items.isReadable(name)) {
                throw new AbortException(Messages.SettingsForm_noItem(name));
            }
        }
    }

    private static String cut(@CheckForNull String text) {
        return text == null ? "" : text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private static List<String> lines(@CheckForNull String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split("[\\r\\n]+"))
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
    }

    public String getDescription() {
        return description;
    }

    public String getJobs() {
        return jobs;
    }

    public String getReaders() {
        return readers;
    }

    public String getApprovals() {
        return approvals;
    }
}
