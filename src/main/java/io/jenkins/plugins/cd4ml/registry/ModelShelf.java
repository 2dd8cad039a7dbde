package io.jenkins.plugins.cd4ml.registry;

import hudson.ExtensionList;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.protocol.registry.RegistryNames;
import io.jenkins.cd4ml.protocol.registry.RegistryState;
import io.jenkins.cd4ml.protocol.registry.Standing;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * One model: what is known of it, in memory, and the rules by which it changes. Changes happen one after the other, first in the
 * files and then here; readers of the summary never wait for them.
 */
final class ModelShelf {
    private static final Logger LOGGER = Logger.getLogger(ModelShelf.class.getName());
    private static final int LONGEST_REASON = 1000;

    private final String name;
    private final ModelFolder folder;
    private final Clock clock;
    private volatile ModelSummary summary;

    /** The file's lines, as long as there is memory for them; no page needs to read them again. */
    private volatile SoftReference<List<HistoryEntry>> history = new SoftReference<>(null);

    private final Judgements judgements;

    private ModelShelf(String name, ModelFolder folder, Clock clock, ModelSummary summary) {
        this.name = name;
        this.folder = folder;
        this.clock = clock;
        this.summary = summary;
        this.judgements = folder.judgements();
    }

    /** A model that is there. */
    static ModelShelf open(String name, ModelFolder folder, Clock clock) {
        ModelSummary summary;
        try {
            folder.removeLeftovers();
            summary = new ModelSummary(name, folder.settings(), RegistryState.of(folder.entries()), null);
        } catch (IOException e) {
            summary = ModelSummary.damaged(name, e.getMessage());
        }
        return new ModelShelf(name, folder, clock, summary);
    }

    /** A new model. */
    static ModelShelf create(String name, ModelFolder folder, Clock clock, ModelSettings settings, Author author)
            throws IOException {
        folder.write(settings);
        ModelShelf shelf =
                new ModelShelf(name, folder, clock, new ModelSummary(name, settings, RegistryState.EMPTY, null));
        shelf.add(shelf.note(Action.CONFIGURE, null, null, author, SettingsChange.between(none(), settings)));
        return shelf;
    }

    ModelSummary summary() {
        return summary;
    }

    ModelFolder folder() {
        return folder;
    }

    /** All that happened, the oldest first. */
    List<HistoryEntry> history() throws IOException {
        List<HistoryEntry> known = history.get();
        return known == null ? readHistory() : known;
    }

    /** With the lock, so that no line is added between reading and keeping. */
    private synchronized List<HistoryEntry> readHistory() throws IOException {
        List<HistoryEntry> entries = List.copyOf(folder.entries());
        history = new SoftReference<>(entries);
        return entries;
    }

    /** The version of that content; empty where there is none. */
    Optional<RegistryState.Registered> withDigest(String digest) {
        return state().withDigest(digest);
    }

    synchronized int register(Registration registration, Author author) throws IOException {
        rules().requireReadable();
        Optional<RegistryState.Registered> known = withDigest(registration.digest());
        if (known.isPresent()) {
            return known.get().version();
        }
        rules().requireAllowed(author);
        int number = state().lastVersion() + 1;
        ModelVersion version = BoundedTexts.of(
                new ModelVersion(
                        ModelVersion.FORMAT,
                        name,
                        number,
                        registration.digest(),
                        clock.instant(),
                        author.name(),
                        author.build(),
                        registration.lineage(),
                        registration.evaluation(),
                        registration.archive().publish(folder.packages())),
                ModelVersion.class);
        folder.write(version);
        folder.version(number); // what cannot be read again gets no line in the history
        add(
                HistoryEntry.registered(
                        version.created(),
                        author.name(),
                        number,
                        version.digest(),
                        sentence(circumstances(version)),
                        author.build()),
                move(Action.ALIAS, RegistryNames.CANDIDATE, number, author, null));
        return number;
    }

    /** What a person should know who reads that a version came: how it was judged, and how often it was tried. Null for nothing. */
    private static String circumstances(ModelVersion version) {
        ModelVersion.Circumstances how =
                version.evaluation() == null ? null : version.evaluation().circumstances();
        if (how == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        if (how.problem() != null) {
            words.add(Messages.ModelShelf_notPassed(how.problem()));
        }
        if (!how.earlier().isEmpty()) {
            words.add(Messages.ModelShelf_attempt(
                    how.earlier().size() + 1, String.join(", ", how.earlier()).toLowerCase(Locale.ROOT)));
        }
        if (!how.overrides().isEmpty()) {
            words.add(Messages.ModelShelf_overrides(String.join(", ", how.overrides())));
        }
        if (how.replayed()) {
            words.add(Messages.ModelShelf_replayed());
        }
        return words.isEmpty() ? null : String.join("; ", words);
    }

    /** Records validations; what is recorded already stays. */
    void judge(List<Judgement> more) throws IOException {
        rules().requireReadable();
        judgements.add(more);
    }

    Judgements judgements() {
        return judgements;
    }

    /** What is known of an environment now. */
    synchronized ExpectedChampion champion(String environment) throws IOException {
        return new ExpectedChampion(state().version(environment), moves(environment));
    }

    private long moves(String environment) throws IOException {
        return history().stream()
                .filter(entry -> entry.action().movesAlias() && environment.equals(entry.alias()))
                .count();
    }

    /** The rule of an environment for a version. */
    PromotionRules promotionRules(String environment, int number) throws IOException {
        rules().requireVersion(number);
        return new PromotionRules(
                summary, summary.rule(environment), number, readable(number).orElse(null), history(), judgements.all());
    }

    synchronized void promote(Promotion promotion, Author author) throws IOException {
        String environment = promotion.environment();
        int version = promotion.version();
        ModelRules.requireEnvironment(environment);
        rules().requireDigest(version, promotion.digest());
        rules().requireAllowed(author);
        Integer current = state().version(environment);
        if (Objects.equals(current, version)) {
            return;
        }
        PromotionRules rule = promotionRules(environment, version);
        rule.requireApproval(promotion.requesters());
        List<String> problems = rule.problems(promotion.canary(), author.build() == null ? null : current);
        rules().requireChampion(environment, promotion.expected(), moves(environment));
        add(move(Action.PROMOTE, environment, version, author, reason(promotion, author, problems)));
    }

    /** What does not meet the rule goes there by a person's word alone, and the word stands beside it. */
    private String reason(Promotion promotion, Author author, List<String> problems) throws Refusal {
        if (problems.isEmpty()) {
            return promotion.reason();
        }
        String why = String.join("; ", problems);
        if (author.build() != null) {
            throw new Refusal(Messages.ModelShelf_notMet(promotion.version(), name, promotion.environment(), why));
        }
        if (sentence(promotion.reason()) == null) {
            throw new Refusal(Messages.ModelShelf_giveReason(promotion.version(), name, promotion.environment(), why));
        }
        return Messages.ModelShelf_although(why, sentence(promotion.reason()));
    }

    synchronized int rollBack(String environment, ExpectedChampion expected, Author author, String reason)
            throws IOException {
        ModelRules.requireEnvironment(environment);
        rules().requireAllowed(author);
        rules().requireChampion(environment, expected, moves(environment));
        Standing standing = state().aliases().get(environment);
        Integer previous = standing == null ? null : standing.previous();
        if (previous == null) {
            throw new Refusal(
                    Messages.ModelShelf_noPrevious(standing == null ? 0 : standing.version(), name, environment));
        }
        add(move(Action.ROLLBACK, environment, previous, author, reason));
        return previous;
    }

    /** A canary that ended without promotion; once more by the same build for the same reason changes nothing. */
    synchronized void reject(String environment, int version, Author author, String reason) throws IOException {
        ModelRules.requireEnvironment(environment);
        rules().requireVersion(version);
        rules().requireAllowed(author);
        HistoryEntry entry = note(Action.REJECT, version, environment, author, reason);
        boolean known = history().stream()
                .anyMatch(earlier -> earlier.action() == Action.REJECT
                        && earlier.version().equals(version)
                        && earlier.alias().equals(environment)
                        && Objects.equals(earlier.build(), entry.build())
                        && Objects.equals(earlier.reason(), entry.reason()));
        if (!known) {
            add(entry);
        }
    }

    synchronized void approve(String environment, int version, String digest, Author author, String reason)
            throws IOException {
        ModelRules.requireEnvironment(environment);
        rules().requireDigest(version, digest);
        ModelRules.requirePerson(author);
        PromotionRules rule = promotionRules(environment, version);
        if (!rule.rule().lets(author.name(), author.groups())) {
            throw new Refusal(Messages.ModelShelf_notApprover(
                    author.name(),
                    name,
                    environment,
                    String.join(", ", rule.rule().approvers())));
        }
        if (rule.rule().otherApprover() && rule.isRequester(author.name(), List.of())) {
            throw new Refusal(Messages.PromotionRules_ownApproval(version, name, environment, author.name()));
        }
        if (!state().isApproved(version, environment)) {
            add(new HistoryEntry(
                    clock.instant(),
                    author.name(),
                    Action.APPROVE,
                    version,
                    digest,
                    environment,
                    null,
                    null,
                    sentence(reason),
                    null));
        }
    }

    synchronized void withdraw(String environment, int version, Author author, String reason) throws IOException {
        ModelRules.requireEnvironment(environment);
        rules().requireVersion(version);
        ModelRules.requirePerson(author);
        if (state().isApproved(version, environment)) {
            add(note(Action.WITHDRAW, version, environment, author, reason));
        }
    }

    /** The history says it first: a change that the files do not know yet is better than one that the history does not know. */
    synchronized void configure(SettingsEdit edit, Author author, String reason) throws IOException {
        rules().requireReadable();
        ModelRules.requirePerson(author);
        ModelSettings settings = edit.of(summary.settings());
        for (EnvironmentRule rule : settings.rules()) {
            if (!rule.environment().equals(EnvironmentRule.OTHERS)) {
                ModelRules.requireEnvironment(rule.environment());
            }
        }
        String change = SettingsChange.between(summary.settings(), settings);
        if (change != null) {
            add(note(Action.CONFIGURE, null, null, author, reason == null ? change : change + "; " + reason));
            folder.write(settings);
            summary = new ModelSummary(name, settings, state(), null);
        }
    }

    synchronized void delete(int number, Author author, String reason) throws IOException {
        rules().requireVersion(number);
        ModelRules.requirePerson(author);
        List<String> serving = summary.champions().stream()
                .filter(champion -> champion.version() == number)
                .map(Champion::environment)
                .toList();
        if (!serving.isEmpty()) {
            throw new Refusal(Messages.ModelShelf_serves(number, name, String.join(", ", serving)));
        }
        add(note(Action.DELETE, number, null, author, reason));
        folder.delete(number, state().versions().keySet());
    }

    /** Empty where its file cannot be read, which must not keep it here for ever. */
    private Optional<ModelVersion> readable(int number) {
        try {
            return Optional.of(folder.version(number));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot tell the archive of version " + number + " of " + name);
            return Optional.empty();
        }
    }

    /** The last line of the history of a model that is put away. */
    synchronized void end(Author author, String reason) throws IOException {
        ModelRules.requirePerson(author);
        history.clear();
        folder.append(List.of(note(Action.DELETE, null, null, author, reason)));
        summary = ModelSummary.damaged(name, Messages.ModelShelf_deleted(name));
    }

    /** The rules, as things are now. */
    ModelRules rules() {
        return new ModelRules(summary);
    }

    private HistoryEntry move(Action action, String alias, int to, Author author, String reason) {
        return HistoryEntry.moved(
                clock.instant(),
                author.name(),
                action,
                alias,
                state().version(alias),
                to,
                sentence(reason),
                author.build());
    }

    private HistoryEntry note(Action action, Integer version, String environment, Author author, String reason) {
        return HistoryEntry.noted(
                clock.instant(), author.name(), action, version, environment, sentence(reason), author.build());
    }

    private void add(HistoryEntry... entries) throws IOException {
        history.clear();
        folder.append(List.of(entries));
        summary = new ModelSummary(name, summary.settings(), state().after(List.of(entries)), null);
        for (HistoryEntry entry : entries) {
            tell(entry);
        }
    }

    /** What happened stands, whatever those who hear of it do. */
    private void tell(HistoryEntry entry) {
        if (Jenkins.getInstanceOrNull() == null) {
            return;
        }
        for (RegistryListener listener : ExtensionList.lookup(RegistryListener.class)) {
            try {
                listener.onEntry(summary, entry);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, e, () -> listener.getClass().getSimpleName() + " failed for " + name);
            }
        }
    }

    private RegistryState state() {
        return summary.state();
    }

    /** One line of bounded length; null for nothing. */
    private static String sentence(String reason) {
        String line =
                reason == null ? "" : reason.replaceAll("\\p{Cntrl}+", " ").strip();
        if (line.isEmpty()) {
            return null;
        }
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }

    private static ModelSettings none() {
        return new ModelSettings(ModelSettings.FORMAT, "", List.of(), List.of(), List.of());
    }
}
