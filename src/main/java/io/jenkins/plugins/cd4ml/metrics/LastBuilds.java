package io.jenkins.plugins.cd4ml.metrics;

import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The last build of every job that runs stages, in memory, so that a scrape loads no build. Each job keeps its own beside its
 * {@code config.xml}, in {@code cd4ml-last-build.json}: it moves and goes with the job, and a restart forgets nothing.
 */
@Extension
public final class LastBuilds extends RunListener<Run<?, ?>> {
    private static final Logger LOGGER = Logger.getLogger(LastBuilds.class.getName());
    private static final String FILE = "cd4ml-last-build.json";
    private static final int MOST_JOBS = 5000;

    /** By full name of the job; null until somebody asks, and when jobs have moved. */
    private TreeMap<String, LastBuild> known;

    static LastBuilds get() {
        return ExtensionList.lookupSingleton(LastBuilds.class);
    }

    /** By full name of the job. */
    synchronized Map<String, LastBuild> byJob() {
        if (known == null) {
            known = new TreeMap<>();
            try (ACLContext everything = ACL.as2(ACL.SYSTEM2)) {
                Jenkins.get().allItems(Job.class).forEach(this::read);
            }
        }
        return new TreeMap<>(known);
    }

    private synchronized void read(Job<?, ?> job) {
        LastBuild stored = known.size() < MOST_JOBS ? stored(job) : null;
        if (stored != null) {
            known.put(job.getFullName(), stored);
        }
    }

    @CheckForNull
    private static LastBuild stored(Job<?, ?> job) {
        Path file = file(job);
        if (Files.isRegularFile(file)) {
            try {
                return mapper().readValue(Files.readString(file), LastBuild.class);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "cannot read " + file);
            }
        }
        return null;
    }

    @Override
    public void onFinalized(Run<?, ?> build) {
        if (build.getAction(StageAction.class) == null) {
            return;
        }
        LastBuild last = LastBuild.of(build);
        Path file = file(build.getParent());
        try {
            synchronized (this) {
                LastBuild before = stored(build.getParent());
                if (before != null && before.number() > last.number()) {
                    return; // one that began later has ended already
                }
                Path beside = file.resolveSibling(FILE + ".tmp");
                Files.writeString(beside, Protocol.writeLine(last));
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                if (known != null
                        && (known.size() < MOST_JOBS
                                || known.containsKey(build.getParent().getFullName()))) {
                    known.put(build.getParent().getFullName(), last);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot write " + file);
        }
    }

    private synchronized void forget() {
        known = null;
    }

    private static ObjectMapper mapper() {
        return Protocol.mapper();
    }

    private static Path file(Job<?, ?> job) {
        return job.getRootDir().toPath().resolve(FILE);
    }

    /** Jobs move and go. */
    @Extension
    public static final class Moves extends ItemListener {
        @Override
        public void onDeleted(Item item) {
            get().forget();
        }

        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            get().forget();
        }
    }
}
