package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.LocalRegistry;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Which version is the environment's champion by the registry on this machine. The router writes it itself when it promotes:
 * then there is no moment at which a killed driver leaves a champion that serves and that the registry does not know.
 */
interface ChampionAlias {

    /** Points the alias to a version; {@code action}: {@code PROMOTE} or {@code ROLLBACK}. */
    void set(ServedVersion version, Action action, String reason) throws IOException;

    /** Whether it points to that version. */
    boolean is(ServedVersion version) throws IOException;

    /** Points it there, and knows whether that has happened also where something went wrong afterwards. */
    default void point(ServedVersion version, Action action, String reason) throws IOException {
        try {
            set(version, action, reason);
        } catch (IOException e) {
            // It may have been written all the same, but for what comes after its history.
            if (!is(version)) {
                throw e;
            }
        }
    }

    /** The alias with the environment's name in the registry beside the serving folder. */
    static ChampionAlias of(ServingFolder folder) {
        Path home = folder.path().getParent().getParent();
        String environment = folder.path().getFileName().toString();
        return new ChampionAlias() {
            @Override
            public void set(ServedVersion version, Action action, String reason) throws IOException {
                int number = Integer.parseInt(version.version());
                LocalRegistry.open(home).setAlias(version.model(), environment, number, action, reason);
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
