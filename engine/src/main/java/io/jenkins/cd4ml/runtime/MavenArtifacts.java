package io.jenkins.cd4ml.runtime;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.EventSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;

/** Maven Resolver with the user's {@code settings.xml}: local repository, mirrors, proxies, credentials. */
final class MavenArtifacts {
    private final EventSink events;

    MavenArtifacts(EventSink events) {
        this.events = events;
    }

    /** The artifacts' files, in their order; downloads what the local repository lacks. */
    List<Path> resolve(String pack, String purpose, List<PackArtifact> artifacts) {
        long megabytes = artifacts.stream().mapToLong(PackArtifact::bytes).sum() / 1_000_000;
        events.message("runtime pack " + pack + " (" + purpose + "): up to " + megabytes + " MB, kept for next time");
        ContextOverrides overrides =
                ContextOverrides.create().withUserSettings(true).build();
        try (Context maven = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            List<ArtifactRequest> requests = artifacts.stream()
                    .map(artifact -> new ArtifactRequest(
                            new DefaultArtifact(artifact.coordinates()), maven.remoteRepositories(), null))
                    .toList();
            List<Path> files = new ArrayList<>();
            for (ArtifactResult result :
                    maven.repositorySystem().resolveArtifacts(maven.repositorySystemSession(), requests)) {
                files.add(result.getArtifact().getFile().toPath());
            }
            return files;
        } catch (ArtifactResolutionException e) {
            throw new InputException("the runtime pack " + pack + " (" + purpose + ") cannot be had: " + firstLine(e)
                    + "; check the network and Maven's settings.xml, or put its jars into a folder and name that in "
                    + Packs.DIRECTORY);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
}
