package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.AliasChange;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** A rollout with servers that are nothing but this process' name. */
abstract class RolloutFixture {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    final AtomicLong now = new AtomicLong();
    final List<String> retired = new ArrayList<>();
    final Registry alias = new Registry();
    ServingFolder folder;
    Journal journal;
    Rollout rollout;

    @Before
    public void begin() throws Exception {
        folder = ServingFolder.of(temporary.getRoot().toPath(), "production").create();
        journal = Journal.open(folder.journal(), Clock.systemUTC());
        rollout = rollout(journal);
    }

    Rollout rollout(Journal journal) {
        return new Rollout(
                journal,
                new Servers(folder, new Named()),
                alias,
                new Lease(Duration.ofSeconds(5), now::get),
                Clock.systemUTC(),
                server -> retired.add(server.version().version()));
    }

    static ServedVersion version(String version) {
        return new ServedVersion("weather", version, "sha256:" + version, "/p", "64m");
    }

    void seconds(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    /** A registry that can break at each moment of a promotion. */
    static final class Registry implements ChampionAlias {
        String champion;
        Action action;
        boolean refuses;
        Closeable afterwards = () -> {};

        /** What happens while another writer has the lock. */
        Runnable waiting = () -> {};

        @Override
        public void point(Change change, AliasChange.Commit<HttpProblem> commit) throws IOException, HttpProblem {
            if (refuses) {
                throw new IOException("no disk");
            }
            waiting.run();
            commit.under(() -> {
                champion = change.version().version();
                action = change.action();
                afterwards.close();
            });
        }

        @Override
        public boolean is(ServedVersion version) {
            return version.version().equals(champion);
        }
    }

    /** "Starts" a server by announcing this process. */
    private static final class Named implements Launcher {
        @Override
        public ProcessIdentity server(ServingFolder folder, String id, ServedVersion version) throws IOException {
            Announcement.started().serving("http://127.0.0.1:1").write(folder.server(id));
            return ProcessIdentity.current();
        }

        @Override
        public ProcessIdentity router(ServingFolder folder) {
            throw new AssertionError("nobody needs a router here");
        }
    }
}
