package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.util.TreeMap;

/** What a build keeps of its runs for stages on other agents, and where each stands as it was kept. */
public final class KeptRuns extends InvisibleAction {
    /** Texts, because XStream knows no records: agent, line feed, folder. */
    private final TreeMap<String, String> places = new TreeMap<>();

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

    /** Where what was kept under that name stands; null where nothing was. */
    @CheckForNull
    synchronized Place place(String name) {
        String place = places.get(name);
        return place == null
                ? null
                : new Place(place.substring(0, place.indexOf('\n')), place.substring(place.indexOf('\n') + 1));
    }

    synchronized void keep(String name, Place place) {
        places.put(name, place.agent() + "\n" + place.folder());
    }

    /**
     * A folder on an agent.
     *
     * @param agent what people call it
     * @param folder absolute path of the project
     */
    record Place(String agent, String folder) {}
}
