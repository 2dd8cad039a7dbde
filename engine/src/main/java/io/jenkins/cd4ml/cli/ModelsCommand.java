package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cd4ml models}. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description =
                "Lists the models of the local registry: versions, where each one serves, and what happened when.")
final class ModelsCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    /** One model, as {@code --json} prints it; {@code lost}: aliases of versions that are not there any more. */
    record Listing(
            String model,
            List<RegisteredVersion> versions,
            Map<String, Integer> aliases,
            Map<String, Integer> lost,
            List<HistoryEntry> history) {}

    @Override
    public Integer call() throws IOException {
        LocalRegistry registry = LocalRegistry.open(options.project().resolve(".cd4ml"));
        List<Listing> listings = new ArrayList<>();
        for (String model : registry.list()) {
            listings.add(new Listing(
                    model,
                    registry.versions(model),
                    registry.aliases(model),
                    registry.lost(model),
                    registry.history(model)));
        }
        if (options.json()) {
            System.out.print(Protocol.write(listings));
        } else if (listings.isEmpty()) {
            System.out.println("no models yet: 'cd4ml package-model' registers the first version");
        } else {
            listings.forEach(listing -> print(listing, System.out));
        }
        return 0;
    }

    private static void print(Listing listing, PrintStream out) {
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
        listing.lost()
                .forEach((alias, version) -> out.println("  '" + alias + "' points to version " + version
                        + ", which is not there any more: restore it, or point the alias to another version"));
        out.println("  history");
        for (HistoryEntry entry : listing.history()) {
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
