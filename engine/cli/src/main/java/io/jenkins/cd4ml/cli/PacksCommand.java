package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.runtime.Packs;
import io.jenkins.cd4ml.stage.EventSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cd4ml packs}. */
@Command(
        name = "packs",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the runtime packs; with --to, copies their jars into a folder for machines without a network,",
            "which name it in the variable CD4ML_PACKS."
        })
final class PacksCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PACK", arity = "0..*", description = "packs to copy; all by default")
    private List<String> names = List.of();

    @Option(names = "--to", paramLabel = "FOLDER", description = "folder that the jars are copied into")
    private Path folder;

    @Option(
            names = "--platform",
            paramLabel = "PLATFORM",
            description = "such as linux-x86_64 or win-x86_64; this machine's by default")
    private String platform = Packs.platform();

    @Override
    public Integer call() throws IOException {
        if (folder == null) {
            Packs.list().forEach(PacksCommand::print);
        } else {
            Packs packs = new Packs(System.getenv(), EventSink.SILENT);
            for (String name : names.isEmpty() ? Packs.names() : names) {
                System.err.println(name + " …");
                long bytes = packs.copy(name, platform, folder);
                System.out.println(
                        bytes == 0 ? name + ": is there" : name + ": " + megabytes(bytes) + " copied to " + folder);
            }
        }
        return 0;
    }

    private static void print(Packs.Listing pack) {
        System.out.printf(
                Locale.ROOT,
                "%-12s %8s  %s (%s)%n",
                pack.name(),
                megabytes(pack.bytes()),
                pack.purpose(),
                pack.platforms().isEmpty() ? "all platforms" : String.join(", ", pack.platforms()));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
