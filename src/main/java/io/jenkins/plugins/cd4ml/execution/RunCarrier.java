package io.jenkins.plugins.cd4ml.execution;

import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.flow.StashManager;

/**
 * Carries runs from agent to agent. After each stage the run's folder is stashed with the build (by the artifact manager, where one
 * can do that); before a stage on another agent, or in another folder, it is laid out there. Data does not travel: it comes from the
 * checkout or the store. A build that stays in one workspace only remembers which runs are its own.
 */
record RunCarrier(Scene scene, KeptRuns kept, String agent, FilePath project) {
    private static final long MEGABYTE = 1024 * 1024;

    /** For the stage that runs there. */
    static RunCarrier of(Scene scene, Site site) {
        return new RunCarrier(scene, KeptRuns.of(scene.build()), site.agent(), site.project(scene.workspace()));
    }

    /** Whether this build has got anything of that run. */
    boolean knows(String run) {
        return kept.place(run) != null;
    }

    /** Lays out what a stage needs and this folder lacks: its run, or the nearest that it may start from. */
    void layOut(RunIds ids) throws IOException, InterruptedException {
        if (!scene.moves()) {
            return;
        }
        for (String run : ids.all()) {
            if (layOut(run)) {
                return;
            }
        }
    }

    /** Whether that run was kept, and is there now. */
    private boolean layOut(String run) throws IOException, InterruptedException {
        KeptRuns.Place place = kept.place(run);
        if (place == null) {
            return false;
        }
        if (!place.equals(here()) || !project.child(folder(run)).exists()) {
            StashManager.unstash(
                    scene.build(), stash(run), project, scene.launcher(), scene.environment(), TaskListener.NULL);
            scene.listener().getLogger().println(Messages.RunCarrier_laidOut(run, place.agent()));
        }
        return true;
    }

    /** Keeps what a stage left; where that cannot be done, the log says so and the build goes on. */
    void keep(String run) throws InterruptedException {
        if (!scene.moves()) {
            kept.keep(run, here());
            return;
        }
        try {
            long bytes = project.child(folder(run)).act(new FolderSize());
            if (bytes > most()) {
                scene.listener()
                        .getLogger()
                        .println(Messages.RunCarrier_tooLarge(run, bytes / MEGABYTE, most() / MEGABYTE));
            } else if (bytes > 0) {
                StashManager.stash(
                        scene.build(),
                        stash(run),
                        project,
                        scene.launcher(),
                        scene.environment(),
                        TaskListener.NULL,
                        folder(run) + "/**",
                        null,
                        false,
                        true);
                kept.keep(run, here());
                scene.build().save();
            }
        } catch (IOException e) {
            scene.listener().getLogger().println(Messages.RunCarrier_failed(run, e.getMessage()));
        }
    }

    private static long most() {
        return Cd4mlConfiguration.limits().getRunMegabytes() * MEGABYTE;
    }

    private KeptRuns.Place here() {
        return new KeptRuns.Place(agent, project.getRemote());
    }

    private static String stash(String run) {
        return "cd4ml-" + run;
    }

    private static String folder(String run) {
        return ".cd4ml/runs/" + run;
    }
}
