package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cd4ml models}. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description =
                "Lists the models of the local registry: versions, where each one serves, and what happened when.")
final class ModelsCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    private static final int MOST = 20;

    @Option(names = "--all", description = "all versions and the whole history, not the newest 20 of each alone")
    private boolean all;

    /** One model, as {@code --json} prints it; {@code lost}: aliases of versions that are not there any more. */
    record Listing(
            String model,
            List<RegisteredVersion> versions,
            Map<String, Integer> aliases,
            Map<String, Integer> lost,
            List<HistoryEntry> history) {}

    @Override
    public Integer call() throws IOException {
        LocalRegistry registry = LocalRegistry.open(options.project().resolve(ProjectLayout.HOME));
        if (options.json()) {
            List<Listing> listings = new ArrayList<>();
            for (String model : registry.list()) {
                listings.add(listing(registry, model, registry.versions(model)));
            }
            System.out.print(Protocol.write(listings));
            return 0;
        }
        List<String> models = registry.list();
        for (String model : models) {
            print(registry, model, System.out);
        }
        if (models.isEmpty()) {
            System.out.println("no models yet: 'cd4ml package-model' registers the first version");
        }
        return 0;
    }

    private static Listing listing(LocalRegistry registry, String model, List<RegisteredVersion> versions)
            throws IOException {
        return new Listing(model, versions, registry.aliases(model), registry.lost(model), registry.history(model));
    }

    /** The newest versions, and those that aliases point to: of thousands of versions no more records are read. */
    private void print(LocalRegistry registry, String model, PrintStream out) throws IOException {
        List<Integer> numbers = registry.numbers(model);
        Set<Integer> shown =
                new TreeSet<>(numbers.subList(all ? 0 : Math.max(0, numbers.size() - MOST), numbers.size()));
        registry.aliases(model).values().stream()
                .filter(Set.copyOf(numbers)::contains)
                .forEach(shown::add);
        List<RegisteredVersion> versions = new ArrayList<>();
        for (int number : shown) {
            registry.find(model, number).ifPresent(versions::add);
        }
        print(listing(registry, model, versions), numbers.size() - shown.size(), out);
    }

    private void print(Listing listing, int left, PrintStream out) {
        out.println(listing.model());
        for (RegisteredVersion version : listing.versions()) {
            String aliases = listing.aliases().entrySet().stream()
                    .filter(alias -> alias.getValue() == version.version())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.joining(", "));
            out.printf(
                    Locale.ROOT,
                    "  version %-4d %s  %-12s  run %-22s %s%n",
                    version.version(),
                    time(version.created()),
                    version.standing(),
                    version.origin() == null ? "" : version.origin().run(),
                    aliases);
        }
        if (left > 0) {
            out.printf(Locale.ROOT, "  %,d more versions: --all lists them%n", left);
        }
        listing.lost()
                .forEach((alias, version) -> out.println("  '" + alias + "' points to version " + version
                        + ", which is not there any more: restore it, or point the alias to another version"));
        out.println("  history");
        List<HistoryEntry> history = listing.history();
        int from = all ? 0 : Math.max(0, history.size() - MOST);
        if (from > 0) {
            out.printf(Locale.ROOT, "    %,d earlier entries: --all lists them%n", from);
        }
        for (HistoryEntry entry : history.subList(from, history.size())) {
            out.printf(Locale.ROOT, "    %s  %s  %s%n", time(entry.time()), entry.actor(), what(entry));
        }
    }

    private static String time(java.time.Instant instant) {
        return instant.toString().substring(0, 19).replace('T', ' ');
    }

    private static String what(HistoryEntry entry) {
        String reason = entry.reason() == null ? "" : ": " + entry.reason();
        if (entry.alias() == null) {
            return entry.action().label() + " version " + entry.version() + reason;
        }
        String from = entry.from() == null ? "" : " from version " + entry.from();
        return entry.action().label() + " " + entry.alias() + from + " to version " + entry.to() + reason;
    }
}
