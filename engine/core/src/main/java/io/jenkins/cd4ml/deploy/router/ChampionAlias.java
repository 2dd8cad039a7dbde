package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.AliasChange;
import io.jenkins.cd4ml.registry.LocalRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Which version is the environment's champion by the registry on this machine. The router writes it itself when it promotes:
 * then there is no moment at which a killed driver leaves a champion that serves and that the registry does not know.
 */
interface ChampionAlias {
    /** Well below the time that a driver waits for an answer: what it gives up has not happened, and does not happen later. */
    Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * A change of the alias.
     *
     * @param action {@code PROMOTE} or {@code ROLLBACK}
     * @param from number of the version that it points to until then; null: to none
     */
    record Change(ServedVersion version, Action action, String reason, Integer from) {}

    /** Calls the commit when no other writer can come between; throws where the alias does not point to {@code from}. */
    void point(Change change, AliasChange.Commit<HttpProblem> commit) throws IOException, HttpProblem;

    /** Whether it points to that version. */
    boolean is(ServedVersion version) throws IOException;

    /** The alias with the environment's name in the registry beside the serving folder. */
    static ChampionAlias of(ServingFolder folder) {
        Path home = folder.path().getParent().getParent();
        String environment = folder.path().getFileName().toString();
        return new ChampionAlias() {
            @Override
            public void point(Change change, AliasChange.Commit<HttpProblem> commit) throws IOException, HttpProblem {
                int number = Integer.parseInt(change.version().version());
                AliasChange intended = AliasChange.of(environment, number, change.action(), change.reason())
                        .from(change.from())
                        .within(PATIENCE);
                LocalRegistry.open(home).change(change.version().model(), intended, commit);
            }

            @Override
            public boolean is(ServedVersion version) throws IOException {
                return LocalRegistry.open(home)
                        .alias(version.model(), environment)
                        .filter(champion -> champion.digest().equals(version.digest()))
                        .isPresent();
            }
        };
    }
}
