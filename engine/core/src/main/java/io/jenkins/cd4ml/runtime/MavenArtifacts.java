package io.jenkins.cd4ml.runtime;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.EventSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.aether.ConfigurationProperties;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;

/**
 * Maven Resolver with the user's {@code settings.xml}: local repository, mirrors, proxies, credentials. Where the environment names a
 * {@link Mirror}, with that alone, and the local repository in the cache folder.
 */
final class MavenArtifacts {
    /** Without a byte before a connection is given up. */
    private static final int STALL_MILLIS = 60_000;

    private final Map<String, String> environment;
    private final EventSink events;

    MavenArtifacts(Map<String, String> environment, EventSink events) {
        this.environment = environment;
        this.events = events;
    }

    /** The artifacts' files, in their order; downloads what the local repository lacks. */
    List<Path> resolve(String pack, String purpose, List<PackArtifact> artifacts) {
        long megabytes = artifacts.stream().mapToLong(PackArtifact::bytes).sum() / 1_000_000;
        events.message("runtime pack " + pack + " (" + purpose + "): up to " + megabytes + " MB, kept for next time");
        Optional<Mirror> mirror = Mirror.of(environment);
        try (Context maven = Runtimes.INSTANCE.getRuntime().create(overrides(mirror))) {
            List<ArtifactRequest> requests = artifacts.stream()
                    .map(artifact -> new ArtifactRequest(
                            new DefaultArtifact(artifact.coordinates()), maven.remoteRepositories(), null))
                    .toList();
            List<Path> files = new ArrayList<>();
            for (ArtifactResult result :
                    maven.repositorySystem().resolveArtifacts(session(maven, artifacts), requests)) {
                files.add(result.getArtifact().getFile().toPath());
            }
            return files;
        } catch (ArtifactResolutionException e) {
            throw new InputException("the runtime pack " + pack + " (" + purpose + ") cannot be had: " + firstLine(e)
                    + (mirror.isPresent()
                            ? "; check the mirror and " + Mirror.USER + " and " + Mirror.PASSWORD
                            : "; check the network and Maven's settings.xml")
                    + ", or put its jars into a folder ('cd4ml packs --to FOLDER') and name that in "
                    + Packs.DIRECTORY);
        }
    }

    private static RepositorySystemSession session(Context maven, List<PackArtifact> artifacts) {
        DefaultRepositorySystemSession session = new DefaultRepositorySystemSession(maven.repositorySystemSession());
        session.setTransferListener(new BoundedTransfer(artifacts));
        session.setConfigProperty(ConfigurationProperties.REQUEST_TIMEOUT, STALL_MILLIS);
        return session;
    }

    private ContextOverrides overrides(Optional<Mirror> mirror) {
        ContextOverrides.Builder overrides = ContextOverrides.create().withUserSettings(mirror.isEmpty());
        mirror.ifPresent(only -> overrides
                .repositories(List.of(only.repository()))
                .addRepositoriesOp(ContextOverrides.AddRepositoriesOp.REPLACE)
                .withLocalRepositoryOverride(CacheFolder.of(environment).resolve("maven")));
        return overrides.build();
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
}
