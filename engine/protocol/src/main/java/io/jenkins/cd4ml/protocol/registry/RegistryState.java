package io.jenkins.cd4ml.protocol.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a model's history amounts to: all entries folded, in the order in which they stand in the file.
 *
 * @param versions the registered versions that were not deleted, by number
 * @param lastVersion highest number that was ever given away; 0 before the first
 * @param aliases where each alias stands
 * @param approvals environments by version that was approved for them; a rollback or a rejected canary ends an approval
 */
public record RegistryState(
        SortedMap<Integer, Registered> versions,
        int lastVersion,
        SortedMap<String, Standing> aliases,
        SortedMap<Integer, SortedSet<String>> approvals) {

    /** Of a model without history. */
    public static final RegistryState EMPTY = new RegistryState(new TreeMap<>(), 0, new TreeMap<>(), new TreeMap<>());

    /** A version as the history knows it. */
    public record Registered(int version, String digest, Instant created, BuildReference build) {}

    public RegistryState {
        versions = Collections.unmodifiableSortedMap(versions);
        aliases = Collections.unmodifiableSortedMap(aliases);
        approvals = Collections.unmodifiableSortedMap(approvals);
    }

    /** The state after these entries. */
    public static RegistryState of(Iterable<HistoryEntry> entries) {
        return EMPTY.after(entries);
    }

    /** The state after further entries. */
    public RegistryState after(Iterable<HistoryEntry> entries) {
        Fold fold = new Fold(this);
        entries.forEach(fold::add);
        return fold.state();
    }

    /** The version of that content; empty where none is. */
    public Optional<Registered> withDigest(String digest) {
        return versions.values().stream()
                .filter(version -> version.digest().equals(digest))
                .findFirst();
    }

    /** The version that an alias points to; null where it points to none. */
    public Integer version(String alias) {
        Standing standing = aliases.get(alias);
        return standing == null ? null : standing.version();
    }

    /** Whether the version is approved for the environment. */
    public boolean isApproved(int version, String environment) {
        return approvals.getOrDefault(version, Collections.emptySortedSet()).contains(environment);
    }

    /** Who held an alias when, the earliest first. */
    public static List<Tenure> tenures(Iterable<HistoryEntry> entries, String alias) {
        List<Tenure> tenures = new ArrayList<>();
        HistoryEntry holder = null;
        for (HistoryEntry entry : entries) {
            if (entry.action().movesAlias() && alias.equals(entry.alias())) {
                if (holder != null && holder.to().equals(entry.to())) {
                    continue;
                }
                if (holder != null) {
                    tenures.add(new Tenure(alias, holder.to(), holder.time(), entry.time(), holder));
                }
                holder = entry;
            }
        }
        if (holder != null) {
            tenures.add(new Tenure(alias, holder.to(), holder.time(), null, holder));
        }
        return List.copyOf(tenures);
    }

    /** Who held an alias at that moment; of two, which only a clock that was set back can bring about, the later entry. */
    public static Optional<Tenure> at(Iterable<HistoryEntry> entries, String alias, Instant moment) {
        return tenures(entries, alias).stream()
                .filter(tenure -> tenure.covers(moment))
                .reduce((earlier, later) -> later);
    }

    /** The state in the making. */
    private static final class Fold {
        private final TreeMap<Integer, Registered> versions;
        private final TreeMap<String, Standing> aliases;
        private final TreeMap<Integer, SortedSet<String>> approvals = new TreeMap<>();
        private int lastVersion;

        Fold(RegistryState state) {
            versions = new TreeMap<>(state.versions);
            aliases = new TreeMap<>(state.aliases);
            state.approvals.forEach((version, environments) -> approvals.put(version, new TreeSet<>(environments)));
            lastVersion = state.lastVersion;
        }

        void add(HistoryEntry entry) {
            switch (entry.action()) {
                case REGISTER -> {
                    int number = entry.version();
                    versions.put(number, new Registered(number, entry.digest(), entry.time(), entry.build()));
                    lastVersion = Math.max(lastVersion, number);
                }
                case ALIAS, PROMOTE -> aliases.compute(entry.alias(), (name, before) -> moved(before, entry));
                case ROLLBACK -> {
                    endApproval(entry.from(), entry.alias());
                    aliases.compute(entry.alias(), (name, before) -> moved(before, entry));
                }
                case APPROVE -> approvals
                        .computeIfAbsent(entry.version(), version -> new TreeSet<>())
                        .add(entry.alias());
                case WITHDRAW, REJECT -> endApproval(entry.version(), entry.alias());
                case DELETE -> {
                    if (entry.version() != null) {
                        delete(entry.version());
                    }
                }
                case CONFIGURE -> {}
            }
        }

        /** What was withdrawn, rolled back or rejected was approved once; another time takes another approval. */
        private void endApproval(Integer version, String environment) {
            if (version != null) {
                approvals.computeIfPresent(version, (number, environments) -> {
                    environments.remove(environment);
                    return environments.isEmpty() ? null : environments;
                });
            }
        }

        /**
         * A rollback takes away what it rolled back, so that the next one goes further back and not to the version that
         * failed.
         */
        private static Standing moved(Standing before, HistoryEntry entry) {
            Integer to = entry.to();
            if (before == null) {
                return new Standing(to, entry.time(), List.of(to));
            }
            int back = before.trail().indexOf(to);
            if (back == 0) {
                return before;
            }
            List<Integer> trail = new ArrayList<>(before.trail());
            if (entry.action() == HistoryEntry.Action.ROLLBACK && back > 0) {
                trail.subList(0, back).clear();
            } else {
                trail.add(0, to);
            }
            return new Standing(to, entry.time(), List.copyOf(trail));
        }

        /** Nothing goes back to a version that is no more; one that an alias points to is not deleted in the first place. */
        private void delete(Integer version) {
            versions.remove(version);
            approvals.remove(version);
            for (Map.Entry<String, Standing> alias : aliases.entrySet()) {
                Standing standing = alias.getValue();
                if (standing.version() != version) {
                    List<Integer> trail = standing.trail().stream()
                            .filter(known -> !known.equals(version))
                            .toList();
                    alias.setValue(new Standing(standing.version(), standing.since(), trail));
                }
            }
            aliases.values().removeIf(standing -> standing.version() == version);
        }

        RegistryState state() {
            return new RegistryState(versions, lastVersion, aliases, approvals);
        }
    }
}
