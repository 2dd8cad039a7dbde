package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
import io.jenkins.cd4ml.protocol.registry.ChampionChain;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.RegistryNames;
import io.jenkins.cd4ml.protocol.registry.RegistryState;
import io.jenkins.cd4ml.protocol.registry.Tenure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.DoNotUse;

/**
 * The controller's registry. Lists come from memory; a version's own file is read when somebody asks for that version.
 *
 * <p>What changes something keeps the registry's rules (access by job, approval, compare-and-set) and answers with a {@link Refusal}
 * where they forbid it. Whether a <em>person</em> may is for the caller to check, with {@link ModelAccess}.
 */
@Extension
public final class ModelRegistry {
    private static final Logger LOGGER = Logger.getLogger(ModelRegistry.class.getName());

    /** Versions in memory; one takes some kilobytes. */
    private static final int CACHED_VERSIONS = 1000;

    private final Path home;
    private final Clock clock;
    private final VersionCache versions = new VersionCache(CACHED_VERSIONS);
    private final Shelves shelves;

    public ModelRegistry() {
        this(Jenkins.get().getRootDir().toPath().resolve("cd4ml"), Clock.systemUTC(), path -> {});
    }

    ModelRegistry(Path home, Clock clock, Consumer<Path> reads) {
        this.home = home;
        this.clock = clock;
        this.shelves = new Shelves(home.resolve("models"), clock, reads);
    }

    /** Reads all models when Jenkins starts, so that nobody waits for that later, and settles whose jobs are gone. */
    @Restricted(DoNotUse.class)
    @Initializer(after = InitMilestone.JOB_CONFIG_ADAPTED)
    public static void read() throws IOException {
        get().models();
        NamedItems.settle();
    }

    public static ModelRegistry get() {
        return ExtensionList.lookupSingleton(ModelRegistry.class);
    }

    /** All models by name, without asking who may see them. */
    public List<ModelSummary> models() throws IOException {
        return shelves.all().values().stream().map(ModelShelf::summary).toList();
    }

    /** A model; empty where there is none of that name, or it is no name at all. */
    public Optional<ModelSummary> model(@CheckForNull String name) throws IOException {
        return name == null
                ? Optional.empty()
                : Optional.ofNullable(shelves.get(name)).map(ModelShelf::summary);
    }

    /**
     * Some versions of a model, the newest first: {@code limit} of them after the first {@code skip}. One whose file cannot be read
     * is there with what the history knows.
     */
    public List<ModelVersion> versions(String model, int skip, int limit) throws IOException {
        ModelShelf shelf = shelf(model);
        List<Integer> numbers =
                new ArrayList<>(shelf.summary().state().versions().keySet());
        Collections.reverse(numbers);
        List<ModelVersion> page = new ArrayList<>();
        for (int number : numbers.stream().skip(skip).limit(limit).toList()) {
            page.add(known(shelf, number));
        }
        return List.copyOf(page);
    }

    /** The same as {@link #version}, and what the history knows where the version's own file cannot be read. */
    public Optional<ModelVersion> known(String model, int number) throws IOException {
        ModelShelf shelf = shelves.get(model);
        return shelf == null || !shelf.summary().state().versions().containsKey(number)
                ? Optional.empty()
                : Optional.of(known(shelf, number));
    }

    private ModelVersion known(ModelShelf shelf, int number) {
        String model = shelf.summary().name();
        try {
            return versions.get(model, number, shelf.folder());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot read version " + number + " of " + model);
            return ModelVersion.unreadable(
                    model, shelf.summary().state().versions().get(number));
        }
    }

    /** A version; empty where there is none of that number. */
    public Optional<ModelVersion> version(String model, int number) throws IOException {
        ModelShelf shelf = shelves.get(model);
        return shelf == null || !shelf.summary().state().versions().containsKey(number)
                ? Optional.empty()
                : Optional.of(versions.get(model, number, shelf.folder()));
    }

    /** The version with that content; empty where there is none. */
    public Optional<ModelVersion> versionWithDigest(String model, String digest) throws IOException {
        ModelShelf shelf = shelves.get(model);
        Optional<RegistryState.Registered> known = shelf == null ? Optional.empty() : shelf.withDigest(digest);
        return known.isEmpty() ? Optional.empty() : version(model, known.get().version());
    }

    /** All that happened to a model, the oldest first. */
    public List<HistoryEntry> history(String model) throws IOException {
        return shelf(model).history();
    }

    /** The history's file as it is, JSON lines. */
    public InputStream historyLines(String model) throws IOException {
        return shelf(model).folder().history().open();
    }

    /** Who was in production in an environment at that moment; empty where nobody was. */
    public Optional<Tenure> inProduction(String model, String environment, Instant moment) throws IOException {
        return RegistryState.at(history(model), environment, moment);
    }

    /** Who was in production when, the earliest first. */
    public List<Tenure> tenures(String model, String environment) throws IOException {
        return RegistryState.tenures(history(model), environment);
    }

    /** The archive of a version's package. Agents open it; the controller only passes it on. */
    public Path archive(ModelVersion version) throws IOException {
        return shelf(version.model()).folder().archive(version);
    }

    /** Manifests of the data that its versions were trained on. */
    public DataManifests data(String model) throws IOException {
        return new DataManifests(shelf(model).folder());
    }

    /** A model that a person sets up before its first version. */
    public synchronized void create(String model, ModelSettings settings, Author author) throws IOException {
        requireName(model);
        if (shelves.get(model) != null) {
            throw new Refusal(Messages.ModelRegistry_exists(model));
        }
        shelves.create(model, settings, author);
    }

    /** Where a package's archive is written before {@link #register}; the model need not be there yet. */
    public IncomingArchive incoming(String model, List<String> formats) throws IOException {
        requireName(model);
        shelves.all(); // opening them clears away what a crash left of other archives
        return new IncomingArchive(shelves.folder(model).incoming(), formats);
    }

    /**
     * Makes a package the next version and the {@code candidate}. A new name becomes a model that the build's job owns. A package that
     * is a version already keeps its number, and nothing changes.
     */
    public ModelVersion register(Registration registration, Author author) throws IOException {
        String model = registration.model();
        requireName(model);
        ModelShelf shelf;
        synchronized (this) {
            shelf = shelves.get(model);
            if (shelf == null) {
                if (author.build() == null) {
                    throw new Refusal(Messages.ModelRegistry_none(model));
                }
                shelf = shelves.create(
                        model, ModelSettings.ownedBy(author.build().job()), author);
            }
        }
        return versions.get(model, shelf.register(registration, author), shelf.folder());
    }

    /**
     * Makes a version the champion of an environment, where the environment's rule allows it. Nothing changes where it is already. A
     * person may promote what does not meet the rule, with a reason that stands in the history; an approval that is required is required
     * of persons, too.
     */
    public void promote(String model, Promotion promotion, Author author) throws IOException {
        shelf(model).promote(promotion, author);
    }

    /** What is known of an environment now, to be handed in with the change that rests on it. */
    public ExpectedChampion champion(String model, String environment) throws IOException {
        return shelf(model).champion(environment);
    }

    /** The champions of an environment one after the other; deleted ones are among them, with what was measured against them. */
    public ChampionChain champions(String model, String environment) throws IOException {
        ModelShelf shelf = shelf(model);
        Set<Integer> there = shelf.summary().state().versions().keySet();
        return ChampionChain.of(shelf.history(), environment, number -> comparison(shelf, number), there::contains);
    }

    @CheckForNull
    private ChampionComparison comparison(ModelShelf shelf, int number) {
        try {
            ModelVersion.Evaluation evaluation =
                    versions.get(shelf.summary().name(), number, shelf.folder()).evaluation();
            return evaluation == null ? null : evaluation.comparison();
        } catch (IOException e) {
            LOGGER.log(
                    Level.FINE,
                    e,
                    () -> "version " + number + " of " + shelf.summary().name() + " is not known");
            return null;
        }
    }

    /** Records validations of a model. */
    public void judge(String model, List<Judgement> judgements) throws IOException {
        shelf(model).judge(judgements);
    }

    /** All recorded validations of a model, the oldest first. */
    public List<Judgement> judgements(String model) throws IOException {
        return shelf(model).judgements().all();
    }

    /** The ledger of test rows for a request: the newest judgements, the oldest of them first; empty for a model that is not there. */
    public List<LedgerEntry> ledger(String model) throws IOException {
        ModelShelf shelf = shelves.get(model);
        return shelf == null ? List.of() : shelf.judgements().ledger();
    }

    /** What the recorded validations say of a version. */
    public ModelVerdict verdict(String model, int version) throws IOException {
        return shelf(model).promotionRules(EnvironmentRule.OTHERS, version).verdict();
    }

    /** Why a version does not meet an environment's rule, but for canary and approval; empty where it does. */
    public List<String> problems(String model, String environment, int version) throws IOException {
        return shelf(model).promotionRules(environment, version).problems(true, null);
    }

    /** Whether a build has promoted a version since then, whatever has become of it: once more would undo what people did meanwhile. */
    public boolean isPromoted(String model, String environment, int version, Author author, Instant since)
            throws IOException {
        return author.build() != null
                && history(model).stream()
                        .anyMatch(entry -> entry.action() == HistoryEntry.Action.PROMOTE
                                && environment.equals(entry.alias())
                                && entry.to() == version
                                && author.build().equals(entry.build())
                                && !entry.time().isBefore(since));
    }

    /**
     * Makes the champion before the present one the champion again, approved or not: it has served already.
     *
     * @param expected the champion that the author knows
     * @return the version that serves since
     */
    public int rollBack(
            String model, String environment, ExpectedChampion expected, Author author, @CheckForNull String reason)
            throws IOException {
        return shelf(model).rollBack(environment, expected, author, reason);
    }

    /** Puts into the history that a canary did not end well. */
    public void reject(String model, String environment, int version, Author author, @CheckForNull String reason)
            throws IOException {
        shelf(model).reject(environment, version, author, reason);
    }

    /**
     * Allows a version in an environment; only people do.
     *
     * @param digest of the package that the author looked at
     */
    public void approve(
            String model,
            String environment,
            int version,
            @CheckForNull String digest,
            Author author,
            @CheckForNull String reason)
            throws IOException {
        shelf(model).approve(environment, version, digest, author, reason);
    }

    /** Takes an approval back. A version that serves goes on serving. */
    public void withdraw(String model, String environment, int version, Author author, @CheckForNull String reason)
            throws IOException {
        shelf(model).withdraw(environment, version, author, reason);
    }

    /** Changes what people say about a model; what the change is made from is what stands there at that moment. */
    public void configure(String model, SettingsEdit edit, Author author, @CheckForNull String reason)
            throws IOException {
        shelf(model).configure(edit, author, reason);
    }

    /** Deletes a version that serves nowhere; its number is not used again. */
    public void deleteVersion(String model, int version, Author author, @CheckForNull String reason)
            throws IOException {
        shelf(model).delete(version, author, reason);
    }

    /** Deletes a model with its packages. Its history and versions are kept in {@code cd4ml/deleted}; the name is free again. */
    public void delete(String model, Author author, @CheckForNull String reason) throws IOException {
        // Many gigabytes may go; nobody waits for them.
        Util.deleteRecursive(putAway(model, author, reason).resolve("packages").toFile());
    }

    private synchronized Path putAway(String model, Author author, @CheckForNull String reason) throws IOException {
        ModelShelf shelf = shelf(model);
        shelf.end(author, reason);
        Path deleted = Files.createDirectories(home.resolve("deleted"));
        String moment = clock.instant().toString().replace(":", "");
        Path away = deleted.resolve(model + "-" + moment);
        Files.move(shelf.folder().path(), away, StandardCopyOption.ATOMIC_MOVE);
        shelves.remove(model);
        versions.forget(model);
        return away;
    }

    /** Refuses, before any work is done for it, what {@link #register} or {@link #promote} would refuse to that job afterwards. */
    public void requireAllowed(String model, Author author) throws IOException {
        requireName(model);
        ModelShelf shelf = shelves.get(model);
        if (shelf != null) {
            shelf.rules().requireAllowed(author);
        }
    }

    /**
     * Refuses, before a canary begins, what {@link #promote} would refuse to a build at its end.
     *
     * @param requesters ids of the users who asked for the build
     */
    public void requireDeployable(String model, String environment, int version, Author author, List<String> requesters)
            throws IOException {
        ModelShelf shelf = shelf(model);
        PromotionRules rule = shelf.promotionRules(environment, version);
        rule.requireApproval(requesters);
        List<String> problems = rule.problems(true, shelf.champion(environment).version());
        if (!problems.isEmpty()) {
            throw new Refusal(Messages.ModelShelf_notMet(version, model, environment, String.join("; ", problems)));
        }
    }

    private ModelShelf shelf(String model) throws IOException {
        ModelShelf shelf = shelves.get(model);
        if (shelf == null) {
            requireName(model);
            throw new Refusal(Messages.ModelRegistry_none(model));
        }
        return shelf;
    }

    private static void requireName(String model) throws Refusal {
        if (!RegistryNames.MODEL.accepts(model)) {
            throw new Refusal(RegistryNames.MODEL.problem(model));
        }
    }
}
