package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.RegistryNames;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One thing that happened to a model, in words. */
@ExportedBean(defaultVisibility = 2)
public record HistoryLine(HistoryEntry entry) {

    /** Whether it is of interest where only the latest are shown: each registration moves the alias of the newest version. */
    boolean isTelling() {
        return entry.action() != HistoryEntry.Action.ALIAS || !RegistryNames.CANDIDATE.equals(entry.alias());
    }

    /** What happened, without who did it. */
    @Exported(name = "what")
    @NonNull
    public String getSentence() {
        String version = String.valueOf(entry.version());
        String from = String.valueOf(entry.from());
        String to = String.valueOf(entry.to());
        return switch (entry.action()) {
            case REGISTER -> Messages.HistoryLine_registered(version);
            case ALIAS -> Messages.HistoryLine_alias(entry.alias(), to);
            case PROMOTE ->
                entry.from() == null
                        ? Messages.HistoryLine_promoted(to, entry.alias())
                        : Messages.HistoryLine_promotedAfter(to, entry.alias(), from);
            case ROLLBACK -> Messages.HistoryLine_rolledBack(to, entry.alias(), from);
            case REJECT -> Messages.HistoryLine_rejected(version, entry.alias());
            case APPROVE -> Messages.HistoryLine_approved(version, entry.alias());
            case WITHDRAW -> Messages.HistoryLine_withdrawn(version, entry.alias());
            case CONFIGURE -> Messages.HistoryLine_configured();
            case DELETE ->
                entry.version() == null ? Messages.HistoryLine_deletedModel() : Messages.HistoryLine_deleted(version);
        };
    }

    /** What became of the version that an entry took away or turned down. */
    @NonNull
    String getOutcome() {
        return entry.action() == HistoryEntry.Action.REJECT
                ? Messages.HistoryLine_wasRejected(entry.alias())
                : entry.action() == HistoryEntry.Action.ROLLBACK
                        ? Messages.HistoryLine_wasRolledBack(entry.alias())
                        : Messages.HistoryLine_wasReplaced(entry.alias(), String.valueOf(entry.to()));
    }

    /** How it looks in a list. */
    @NonNull
    public String symbol() {
        return switch (entry.action()) {
            case REGISTER -> "+";
            case ALIAS, CONFIGURE -> "\u00b7";
            case PROMOTE -> "\u2191";
            case ROLLBACK -> "\u2193";
            case REJECT -> "\u2717";
            case APPROVE -> "\u2713";
            case WITHDRAW -> "\u21ba";
            case DELETE -> "\u2212";
        };
    }

    /** The colour of its symbol, which says nothing that the words do not. */
    @NonNull
    public String tone() {
        return switch (entry.action()) {
            case PROMOTE, APPROVE -> "good";
            case ROLLBACK, REJECT -> "bad";
            case WITHDRAW, DELETE -> "warn";
            case REGISTER, ALIAS, CONFIGURE -> "still";
        };
    }

    @NonNull
    public Moment at() {
        return Moment.of(entry.time());
    }

    @CheckForNull
    public BuildLink build() {
        return BuildLink.of(entry.build());
    }

    @Exported
    public String getTime() {
        return entry.time().toString();
    }

    @Exported
    public String getActor() {
        return entry.actor();
    }

    @Exported
    public String getAction() {
        return entry.action().label();
    }

    @Exported
    @CheckForNull
    public String getEnvironment() {
        return entry.alias();
    }

    /** The version it is about; for an alias that moved the one it points to since. */
    @Exported
    @CheckForNull
    public Integer getVersion() {
        return entry.action().movesAlias() ? entry.to() : entry.version();
    }

    @Exported
    @CheckForNull
    public String getReason() {
        return entry.reason();
    }

    @Exported(name = "build")
    @CheckForNull
    public String getBuildName() {
        return entry.build() == null ? null : entry.build().toString();
    }
}
