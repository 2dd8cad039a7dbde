package io.jenkins.cd4ml.registry;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.protocol.registry.RegistryNames;
import io.jenkins.cd4ml.protocol.registry.RegistryState;
import io.jenkins.cd4ml.protocol.registry.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Models and their versions in a project's own folder, {@code .cd4ml/registry/<model>/}:
 * {@code versions/<n>/{package/,version.json}}, {@code history.jsonl}, {@code aliases.json}. A version appears by one rename
 * and never changes. Any number of processes may read and write at the same time.
 *
 * <p>The version that serves in an environment, its champion, is the one that the alias with the environment's name points to.
 */
public final class LocalRegistry {
    /** Alias of the newest packaged version. */
    public static final String CANDIDATE = RegistryNames.CANDIDATE;

    private final Path home;
    private final Clock clock;

    private LocalRegistry(Path home, Clock clock) {
        this.home = home.toAbsolutePath().normalize();
        this.clock = clock;
    }

    /** The registry in the folder {@code .cd4ml} of a project; nothing is created before something is registered. */
    public static LocalRegistry open(Path home) {
        return open(home, Clock.systemUTC());
    }

    /** The same with a clock of the caller's. */
    public static LocalRegistry open(Path home, Clock clock) {
        return new LocalRegistry(home, clock);
    }

    /**
     * Makes a package the next version of a model; a package that is one already keeps its number.
     *
     * @return the version's number
     * @throws InputException where the package is damaged or belongs to another model
     */
    @SuppressWarnings("try") // the lock is there to be held
    public int register(String model, Path packageFolder, RegisteredVersion.Origin origin) throws IOException {
        Shelf shelf = shelf(model);
        ModelPackage source = PackageReader.read(packageFolder);
        if (!source.manifest().model().equals(model)) {
            throw new InputException("the package " + packageFolder + " holds the model "
                    + source.manifest().model() + ", not " + model);
        }
        try (RegistryLock lock = shelf.lock()) {
            Optional<RegisteredVersion> known = withDigest(shelf, source.digest());
            if (known.isPresent()) {
                return known.get().version();
            }
            int version = shelf.next();
            RegisteredVersion entry =
                    new RegisteredVersion(version, model, source.digest(), clock.instant(), actor(), origin);
            shelf.add(source, entry);
            shelf.history()
                    .append(HistoryEntry.registered(
                            entry.created(),
                            entry.actor(),
                            version,
                            entry.digest(),
                            entry.passed() ? "passed" : entry.standing() + ": " + entry.obstacle(),
                            null));
            return version;
        }
    }

    /** The version that an alias points to. */
    public Optional<ModelReference> alias(String model, String alias) throws IOException {
        List<HistoryEntry> history = shelf(model).history().entries();
        Integer version = RegistryState.of(history).version(Names.alias(alias));
        if (version == null) {
            return Optional.empty();
        }
        ModelReference reference = version(
                model,
                version,
                "the alias '" + alias + "' points to version " + version + " of " + model
                        + ", which is not there any more: restore it, or point the alias to another version"
                        + " (cd4ml promote VERSION --environment " + alias + " --reason …, or cd4ml rollback)");
        String promoted = history.stream()
                .filter(entry -> entry.action().movesAlias() && alias.equals(entry.alias()))
                .reduce((earlier, later) -> later)
                .map(HistoryEntry::digest)
                .orElse(null);
        if (promoted != null && !promoted.equals(reference.digest())) {
            throw new InputException("version " + version + " of " + model + " is " + reference.digest() + ", and '"
                    + alias + "' was pointed to " + promoted + ": restore that version");
        }
        return Optional.of(reference);
    }

    /** All aliases of a model with the versions they point to. */
    public SortedMap<String, Integer> aliases(String model) throws IOException {
        return versions(shelf(model).history());
    }

    /** A version; an {@link InputException} where there is none of that number. */
    public ModelReference version(String model, int version) throws IOException {
        return version(model, version, null);
    }

    private ModelReference version(String model, int version, String otherwise) throws IOException {
        Optional<RegisteredVersion> known = find(model, version);
        if (known.isPresent()) {
            return reference(known.get());
        }
        if (otherwise != null) {
            throw new InputException(otherwise);
        }
        List<Integer> numbers = shelf(model).complete();
        throw new InputException("the registry has no version " + version + " of " + model
                + (numbers.isEmpty() ? ": package the model first" : "; its versions are " + numbers));
    }

    /**
     * Points an alias to a version, whatever it points to now. Nothing happens where it points there already.
     *
     * @param action {@code ALIAS}, {@code PROMOTE} or {@code ROLLBACK}
     * @param reason one sentence for the history; may be null
     */
    public void setAlias(String model, String alias, int version, Action action, String reason) throws IOException {
        change(model, AliasChange.of(alias, version, action, reason), AliasChange.Write::now);
    }

    /**
     * Changes an alias by comparing and setting. The commit is called under the lock, after the wait for it, so that what was withdrawn
     * meanwhile does not happen.
     *
     * @throws InputException where the alias points elsewhere than expected, another writer is in the way for too long, or there is no
     *     such version
     */
    @SuppressWarnings("try") // the lock is there to be held
    public <E extends Exception> void change(String model, AliasChange change, AliasChange.Commit<E> commit)
            throws IOException, E {
        if (!change.action().movesAlias()) {
            throw new IllegalArgumentException(change.action().label() + " moves no alias");
        }
        Names.alias(change.alias());
        if (change.action() != Action.ALIAS) {
            Names.environment(change.alias());
        }
        ModelReference to = version(model, change.to());
        Shelf shelf = shelf(model);
        try (RegistryLock lock = shelf.lock(change.patience())) {
            History history = shelf.history();
            Integer from = history.state().version(change.alias());
            if (change.compared() && !Objects.equals(from, change.from())) {
                throw new InputException("'" + change.alias() + "' of " + model + " points to "
                        + (from == null ? "no version" : "version " + from) + " now, no longer to "
                        + (change.from() == null ? "none" : "version " + change.from()) + ": try again");
            }
            commit.under(() -> {
                if (from == null || from != change.to()) {
                    history.append(HistoryEntry.moved(
                                    clock.instant(),
                                    actor(),
                                    change.action(),
                                    change.alias(),
                                    from,
                                    change.to(),
                                    change.reason(),
                                    null)
                            .of(to.digest()));
                }
            });
            copyAliases(shelf, history);
        }
    }

    /** A copy for people and scripts: the history counts, and the next change writes the copy anew. */
    private static void copyAliases(Shelf shelf, History history) {
        try {
            shelf.writeAliases(versions(history));
        } catch (IOException e) {
            // a full disk; what counts has been written
        }
    }

    /** The version that an alias pointed to before the present one and that was not rolled back since. */
    public Optional<ModelReference> previous(String model, String alias) throws IOException {
        Standing standing = shelf(model).history().state().aliases().get(Names.alias(alias));
        Set<Integer> there = Set.copyOf(numbers(model));
        Optional<Integer> previous = standing == null
                ? Optional.empty()
                : standing.trail().stream().skip(1).filter(there::contains).findFirst();
        return previous.isEmpty() ? Optional.empty() : Optional.of(version(model, previous.get()));
    }

    /** All that happened to a model, the oldest first. */
    public List<HistoryEntry> history(String model) throws IOException {
        return shelf(model).history().entries();
    }

    /**
     * The versions of a model, ascending. What is no complete version is not one.
     *
     * @throws InputException where an entry is damaged, or is not what the history says was registered
     */
    public List<RegisteredVersion> versions(String model) throws IOException {
        Shelf shelf = shelf(model);
        List<RegisteredVersion> versions = shelf.versions();
        shelf.requireRegistered(versions);
        return versions;
    }

    /** A version's package, each of its files checked against the digest by which it was registered. */
    public ModelPackage content(ModelReference reference) throws IOException {
        return PackageReader.read(packageFolder(reference), reference.digest());
    }

    /** What is known of a version; an {@link InputException} where there is none of that number. */
    public RegisteredVersion entry(String model, int version) throws IOException {
        version(model, version);
        return find(model, version).orElseThrow();
    }

    /**
     * What is known of a version, whose record alone is read; empty where there is none of that number.
     *
     * @throws InputException where the entry is damaged, or is not what the history says was registered
     */
    public Optional<RegisteredVersion> find(String model, int version) throws IOException {
        Shelf shelf = shelf(model);
        Optional<RegisteredVersion> found = shelf.version(version);
        if (found.isPresent()) {
            shelf.requireRegistered(List.of(found.get()));
        }
        return found;
    }

    /** The first version that is the package of that digest; the history says which one, and its record alone is read. */
    public Optional<RegisteredVersion> withDigest(String model, String digest) throws IOException {
        return withDigest(shelf(model), digest);
    }

    private static Optional<RegisteredVersion> withDigest(Shelf shelf, String digest) throws IOException {
        var registered = shelf.history().state().versions();
        for (int number : shelf.complete()) {
            var known = registered.get(number);
            // A version without a line of the history was added by a process that died before it wrote it.
            if (known == null || known.digest().equals(digest)) {
                Optional<RegisteredVersion> version = shelf.version(number);
                if (version.isPresent() && version.get().digest().equals(digest)) {
                    return version;
                }
                // deleted meanwhile, or not what was registered
                shelf.requireRegistered(version.stream().toList());
            }
        }
        return Optional.empty();
    }

    /** Numbers of the versions of a model, ascending, without reading their records. */
    public List<Integer> numbers(String model) throws IOException {
        return shelf(model).complete();
    }

    /** The aliases that point to versions which are not there any more, with their numbers. */
    public SortedMap<String, Integer> lost(String model) throws IOException {
        Set<Integer> there = Set.copyOf(numbers(model));
        TreeMap<String, Integer> lost = new TreeMap<>(aliases(model));
        lost.values().removeAll(there);
        return lost;
    }

    /** Names of all models, ascending. */
    public List<String> list() throws IOException {
        Path root = home.resolve("registry");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> models = Files.list(root)) {
            return models.filter(folder -> Files.isDirectory(folder.resolve("versions")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Absolute path of a version's package. */
    public Path packageFolder(ModelReference reference) {
        return home.getParent().resolve(reference.path());
    }

    private Shelf shelf(String model) {
        return new Shelf(home.resolve("registry").resolve(Names.model(model)));
    }

    private ModelReference reference(RegisteredVersion version) {
        Path path = shelf(version.model()).packageOf(version.version());
        String relative = home.getParent().relativize(path).toString().replace('\\', '/');
        return new ModelReference(version.model(), version.version(), version.digest(), relative);
    }

    private static SortedMap<String, Integer> versions(History history) throws IOException {
        TreeMap<String, Integer> aliases = new TreeMap<>();
        history.state().aliases().forEach((alias, standing) -> aliases.put(alias, standing.version()));
        return aliases;
    }

    private static String actor() {
        return System.getProperty("user.name", "unknown");
    }
}
