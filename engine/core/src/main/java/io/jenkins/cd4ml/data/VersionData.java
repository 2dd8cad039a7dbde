package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.data.source.FoundFile;
import io.jenkins.cd4ml.data.source.StatCache;
import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.DataDiff;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.OutputFile;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.remote.Stores;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.store.ObjectStore;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The stage {@code versionData}: identifies the data by its content, keeps it in the store, profiles it, holds it against what is
 * expected of it and compares it with an earlier version.
 */
public final class VersionData implements StageFunction {
    @Override
    public StageOutcome run(StageRequest request, StageContext context) throws IOException {
        ObjectStore store = Stores.of(context);
        try (StatCache stats = StatCache.open(context.project(), context.home(), context.clock());
                FoundFiles files = new FoundFiles(context, stats)) {
            files.find(store);
            context.events()
                    .message(String.format(Locale.ROOT, "%s, %,d bytes", count(files.count(), "file"), files.bytes()));
            AnalysisCache cache =
                    new AnalysisCache(context.home(), context.configuration().data(), store);
            Optional<Analysis> remembered =
                    files.version().flatMap(version -> cache.find(version, files.count(), files.bytes()));
            if (remembered.isPresent()) {
                context.events().message("the data is unchanged since it was last read");
                storeMissing(files, store, context);
                ConfiguredColumns.requireAll(
                        context.configuration(),
                        remembered.get().manifest().schema().names());
                return outcome(request, context, store, remembered.get(), profile -> stats.save());
            }
            try (DataPass pass = new DataPass(context, files, stats, store)) {
                Analysis analysis = pass.run();
                return outcome(request, context, store, analysis, profile -> {
                    cache.save(analysis, context.run().profile(), profile);
                    stats.save();
                });
            }
        }
    }

    /** Writes down what was learned for the next time, given the SHA-256 of the stored profile. */
    @FunctionalInterface
    private interface Memory {
        void save(String profile) throws IOException;
    }

    private static StageOutcome outcome(
            StageRequest request, StageContext context, ObjectStore store, Analysis analysis, Memory memory)
            throws IOException {
        Configuration configuration = context.configuration();
        ConfiguredColumns.requireLearnableTarget(configuration.data().target(), analysis.profile());
        KnownVersions versions = new KnownVersions(context.home(), store);
        DataDiff diff = diff(request, context, versions, analysis);
        DataWarnings.of(configuration.data(), analysis.profile()).forEach(context.events()::warning);
        List<OutputFile> written = write(context, analysis);
        String profile = stored(store, context.run().profile(), written.get(1));
        remember(context, memory, profile);
        versions.add(new KnownVersions.Entry(
                context.clock().instant(),
                configuration.model(),
                analysis.manifest().version(),
                context.run().id(),
                stored(store, context.run().manifest(), written.get(0)),
                profile));
        return outcome(context, analysis, diff, written);
    }

    private static String stored(ObjectStore store, Path file, OutputFile written) throws IOException {
        return store.has(written.sha256(), written.bytes()) ? written.sha256() : store.put(file);
    }

    /** What is remembered only saves time: that it cannot be is no reason to fail. */
    private static void remember(StageContext context, Memory memory, String profile) {
        try {
            memory.save(profile);
        } catch (IOException e) {
            context.events().warning("the next versionData will read all data again: " + FileFailure.of(e));
        }
    }

    private static void storeMissing(FoundFiles files, ObjectStore store, StageContext context) throws IOException {
        for (FoundFile found : files.unstored()) {
            String name = found.path();
            DataFile file = files.file(name);
            context.cancellation().check();
            if (!Optional.of(store.put(file.source().path())).equals(file.sha256())) {
                throw new InputException(name + " changed while it was read: run again when nothing writes to it");
            }
        }
    }

    private static DataDiff diff(StageRequest request, StageContext context, KnownVersions versions, Analysis analysis)
            throws IOException {
        Optional<Baseline> before = request.baseline() != null
                ? Optional.of(Baseline.read(context.project().resolve(request.baseline()), versions))
                : versions.newestBefore(
                                context.configuration().model(),
                                analysis.manifest().version())
                        .map(known -> Baseline.of(known.manifest(), known.profile()));
        return before.map(known -> VersionDiff.of(known, analysis.manifest(), analysis.profile()))
                .orElse(null);
    }

    private static List<OutputFile> write(StageContext context, Analysis analysis) throws IOException {
        Path profile = context.run().profile();
        Path manifest = context.run().manifest();
        analysis.profile().write(profile);
        return List.of(
                output("manifest", manifest, analysis.manifest().write(manifest), context),
                output("profile", profile, Sha256.of(profile), context));
    }

    private static OutputFile output(String role, Path file, String sha256, StageContext context) throws IOException {
        String path = context.project().relativize(file).toString().replace('\\', '/');
        return new OutputFile(role, path, sha256, Files.size(file));
    }

    private static StageOutcome outcome(
            StageContext context, Analysis analysis, DataDiff diff, List<OutputFile> written) {
        Manifest manifest = analysis.manifest();
        boolean failed = analysis.checks().stream().anyMatch(Check::failed);
        return new StageOutcome(
                failed ? Verdict.FAILED : Verdict.PASSED,
                summary(manifest, analysis.checks()),
                analysis.checks(),
                new VersionDataDetail(
                        manifest.version(),
                        manifest.files().size(),
                        analysis.bytes(),
                        manifest.rows(),
                        analysis.hashedBytes(),
                        analysis.profile().shown(),
                        diff),
                written,
                Provenances.of(context, manifest.version(), null, Map.of(), null, null),
                new ChainLink(manifest.version(), null, null, null, null, null));
    }

    /** {@code 1,461 rows, 6 columns in 1 file: version sha256:ab12cd34…; 3 expectations passed}. */
    private static String summary(Manifest manifest, List<Check> checks) {
        String what = String.format(
                Locale.ROOT,
                "%s, %s in %s: version %s…",
                count(manifest.rows(), "row"),
                count(manifest.schema().columns().size(), "column"),
                count(manifest.files().size(), "file"),
                manifest.version().substring(0, "sha256:".length() + 8));
        List<Check> failed = checks.stream().filter(Check::failed).toList();
        long passed = checks.stream()
                .filter(check -> check.outcome() == Outcome.PASSED)
                .count();
        if (checks.isEmpty()) {
            return what;
        }
        return failed.isEmpty()
                ? what + "; " + count(passed, "expectation") + " passed"
                        + (passed == checks.size() ? "" : ", " + (checks.size() - passed) + " not judged")
                : what + "; " + failed.size() + " of " + count(checks.size(), "expectation") + " failed: "
                        + failed.get(0).name() + (failed.size() == 1 ? "" : " and others");
    }

    private static String count(long count, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
    }
}
