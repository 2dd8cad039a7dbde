package io.jenkins.plugins.cd4ml.execution;

import hudson.FilePath;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.cd4ml.protocol.Stage;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.flow.StashManager;

/**
 * Carries runs from agent to agent. After each stage the run's folder is stashed with the build (by the artifact manager, where one
 * is configured); before a stage on another agent, or in another folder, it is laid out there. The same holds for the project's
 * registry, but only where the other agent has none. Data does not travel: it comes from the checkout or the store.
 */
public final class KeptRuns extends InvisibleAction {
    private static final String REGISTRY = "registry";
    private static final long MEGABYTE = 1024 * 1024;
    private static final long MOST = 100 * MEGABYTE;

    /** Where what was kept stands as it was kept, by run or {@value #REGISTRY}: agent, then folder. */
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

    /** Lays out what a stage needs and this folder lacks: its run, or those it may start from. */
    void layOut(Run<?, ?> build, RunIds ids, String agent, FilePath project, TaskListener listener)
            throws IOException, InterruptedException {
        if (layOut(build, ids.id(), folder(ids.id()), agent, project, listener)) {
            layOutRegistry(build, agent, project, listener);
            return;
        }
        for (String ancestor : ids.ancestors()) {
            if (layOut(build, ancestor, folder(ancestor), agent, project, listener)) {
                layOutRegistry(build, agent, project, listener);
                return;
            }
        }
    }

    private void layOutRegistry(Run<?, ?> build, String agent, FilePath project, TaskListener listener)
            throws IOException, InterruptedException {
        if (!project.child(".cd4ml/registry").exists()) {
            layOut(build, REGISTRY, ".cd4ml/registry", agent, project, listener);
        }
    }

    /** Whether something of that name was kept, and is there now. */
    private boolean layOut(
            Run<?, ?> build, String name, String folder, String agent, FilePath project, TaskListener listener)
            throws IOException, InterruptedException {
        String place = place(name);
        if (place == null) {
            return false;
        }
        if (!place.equals(place(agent, project)) || !project.child(folder).exists()) {
            StashManager.unstash(build, stash(name), project, TaskListener.NULL);
            listener.getLogger().println(Messages.KeptRuns_laidOut(name, place.substring(0, place.indexOf('\n'))));
        }
        return true;
    }

    /** Keeps what a stage left; where that cannot be done, the log says so and the build goes on. */
    void keep(Run<?, ?> build, Stage stage, String run, String agent, FilePath project, TaskListener listener)
            throws InterruptedException {
        keep(build, run, folder(run), agent, project, listener);
        if (List.of(Stage.PACKAGE_MODEL, Stage.DEPLOY_CANARY).contains(stage)) {
            keep(build, REGISTRY, ".cd4ml/registry", agent, project, listener);
        }
    }

    private void keep(
            Run<?, ?> build, String name, String folder, String agent, FilePath project, TaskListener listener)
            throws InterruptedException {
        try {
            long bytes = project.child(folder).act(new FolderSize());
            if (bytes == 0) {
                return;
            }
            if (bytes > MOST) {
                listener.getLogger().println(Messages.KeptRuns_tooLarge(name, bytes / MEGABYTE, MOST / MEGABYTE));
                return;
            }
            StashManager.stash(
                    build, stash(name), project, null, null, TaskListener.NULL, folder + "/**", null, false, true);
            synchronized (this) {
                places.put(name, place(agent, project));
            }
            build.save();
        } catch (IOException e) {
            listener.getLogger().println(Messages.KeptRuns_failed(name, e.getMessage()));
        }
    }

    private synchronized String place(String name) {
        return places.get(name);
    }

    private static String place(String agent, FilePath project) {
        return agent + "\n" + project.getRemote();
    }

    private static String stash(String name) {
        return "cd4ml-" + name;
    }

    private static String folder(String run) {
        return ".cd4ml/runs/" + run;
    }
}
