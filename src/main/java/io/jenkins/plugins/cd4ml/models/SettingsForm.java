package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.plugins.cd4ml.registry.ModelSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The fields of a model's settings: lists are written one item a line.
 *
 * @param settings as they are kept
 * @param shown the fingerprint of the settings
 */
public record SettingsForm(String description, String jobs, String readers, ModelSettings settings, String shown) {
    /** Of a model that is not there yet. */
    static final ModelSettings NOTHING = new ModelSettings(ModelSettings.FORMAT, "", List.of(), List.of(), List.of());

    private static final int LONGEST = 2000;

    @NonNull
    static SettingsForm of(ModelSettings settings) {
        return new SettingsForm(
                settings.description(),
                String.join("\n", settings.jobs()),
                String.join("\n", settings.readers()),
                settings,
                fingerprint(settings));
    }

    /**
     * What was sent, as settings.
     *
     * @param before the settings that are changed
     * @param sent the request, for the rules of environments; null: they stay
     * @throws AbortException where it names a job or folder that is not there, or that the user may not know of
     */
    @NonNull
    static ModelSettings read(
            ModelSettings before,
            @CheckForNull String description,
            @CheckForNull String jobs,
            @CheckForNull String readers,
            @CheckForNull StaplerRequest2 sent)
            throws AbortException {
        return new ModelSettings(
                before.format(),
                cut(description),
                items(before.jobs(), lines(jobs)),
                items(before.readers(), lines(readers)),
                RuleFields.read(sent, before.rules()));
    }

    /** What tells these settings from others; a form carries it along. */
    @NonNull
    static String fingerprint(ModelSettings settings) {
        return Util.getDigestOf(Protocol.writeLine(settings));
    }

    /**
     * Fails where somebody else has changed the settings since the form was shown.
     *
     * @param shown what the form carried along; null or empty of a caller without one, who means what is sent
     */
    static void requireShown(@CheckForNull String shown, ModelSettings now) throws AbortException {
        if (shown != null && !shown.isEmpty() && !shown.equals(fingerprint(now))) {
            throw new AbortException(Messages.SettingsForm_changed());
        }
    }

    /** Names that stood there already may stay: a job that somebody else named, or one that is gone. */
    private static List<String> items(List<String> before, List<String> sent) throws AbortException {
        List<String> names = new ArrayList<>();
        for (String name : sent) {
            Item item = before.contains(name) ? null : Items.readable(name);
            if (item == null && !before.contains(name)) {
                throw new AbortException(Messages.SettingsForm_noItem(name));
            }
            // Jenkins finds "/Team//weather", too; builds are compared with the name that it has.
            names.add(item == null ? name : item.getFullName());
        }
        return names;
    }

    private static String cut(@CheckForNull String text) {
        return text == null ? "" : text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    static List<String> lines(@CheckForNull String text) {
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

    public String getShown() {
        return shown;
    }

    /** The rules as fields: what was sent last stands before what is kept. */
    @NonNull
    public List<RuleFields> rules(StaplerRequest2 request) {
        return RuleFields.of(request, settings);
    }
}
