package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.io.Serial;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a build keeps of its runs for stages on other agents, and where each stands. A run is told by its id and by its project: two
 * projects in one build have runs of the same id.
 */
public final class KeptRuns extends InvisibleAction {
    /** Agent, line feed, folder, as earlier releases kept them by the run's id alone; never changed. */
    private final TreeMap<String, String> places = new TreeMap<>();

    /** Texts, because XStream knows no records. Replaced and never changed, so that it can be saved at any time. */
    private volatile TreeMap<String, String> kept = new TreeMap<>();

    /** Tells this build from any other, whatever becomes of its job's name. */
    private String token = UUID.randomUUID().toString();

    private KeptRuns() {}

    /** Those of the build. */
    static KeptRuns of(Run<?, ?> build) {
        synchronized (build) {
            KeptRuns known = build.getAction(KeptRuns.class);
            if (known == null) {
                known = new KeptRuns();
                build.addAction(known);
            }
            return known;
        }
    }

    String token() {
        return token;
    }

    /**
     * Where a run stands that a stage of this build has left; null where none has.
     *
     * @param project path of its project below the workspace
     */
    @CheckForNull
    Place place(String run, String project) {
        String place = kept.get(key(run, project));
        if (place == null) {
            return earlier(run, project);
        }
        String[] words = place.split("\n", -1);
        return new Place(words[0], words[1], words[2].isEmpty() ? null : words[2]);
    }

    synchronized void keep(String run, String project, Place place) {
        TreeMap<String, String> more = new TreeMap<>(kept);
        more.put(
                key(run, project),
                place.agent() + "\n" + place.folder() + "\n" + (place.stash() == null ? "" : place.stash()));
        kept = more;
    }

    /** A run of a build that began under an earlier release, which did not say whose it is, but where it stood. */
    @CheckForNull
    private Place earlier(String run, String project) {
        String place = places.get(run);
        if (place == null) {
            return null;
        }
        String folder = place.substring(place.indexOf('\n') + 1);
        return project.isEmpty() || folder.replace('\\', '/').endsWith("/" + project)
                ? new Place(place.substring(0, place.indexOf('\n')), folder, "cd4ml-" + run)
                : null;
    }

    private static String key(String run, String project) {
        return run + "\n" + project;
    }

    /** Builds of earlier releases. */
    @Serial
    private Object readResolve() {
        if (kept == null) {
            kept = new TreeMap<>();
        }
        if (token == null) {
            token = UUID.randomUUID().toString();
        }
        return this;
    }

    /**
     * A folder on an agent.
     *
     * @param agent what people call it
     * @param folder absolute path of the project
     * @param stash what the build keeps of the run; null where it keeps nothing, and the run is there alone
     */
    record Place(String agent, String folder, @CheckForNull String stash) {
        boolean isAt(String otherAgent, String otherFolder) {
            return agent.equals(otherAgent) && folder.equals(otherFolder);
        }
    }
}
