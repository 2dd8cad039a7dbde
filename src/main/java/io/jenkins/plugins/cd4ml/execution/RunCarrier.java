package io.jenkins.plugins.cd4ml.execution;

import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.flow.StashManager;

/**
 * Carries runs from agent to agent. After each stage the run's folder is stashed with the build (by the artifact manager, where one
 * can do that); before a stage on another agent, or in another folder, it is laid out there. The same holds for the project's
 * registry, but only where the other folder has none. Data does not travel: it comes from the checkout or the store. A build that
 * stays in one workspace only remembers which runs are its own.
 */
record RunCarrier(Scene scene, KeptRuns kept, String agent, FilePath project) {
    private static final String REGISTRY = "registry";
    private static final String REGISTRY_FOLDER = ".cd4ml/registry";
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
        List<String> runs = new ArrayList<>(ids.ancestors());
        runs.add(0, ids.id());
        for (String run : runs) {
            if (layOut(run, folder(run))) {
                if (!project.child(REGISTRY_FOLDER).exists()) {
                    layOut(REGISTRY, REGISTRY_FOLDER);
                }
                return;
            }
        }
    }

    /** Whether something of that name was kept, and is there now. */
    private boolean layOut(String name, String folder) throws IOException, InterruptedException {
        KeptRuns.Place place = kept.place(name);
        if (place == null) {
            return false;
        }
        if (!place.equals(here()) || !project.child(folder).exists()) {
            StashManager.unstash(
                    scene.build(), stash(name), project, scene.launcher(), scene.environment(), TaskListener.NULL);
            scene.listener().getLogger().println(Messages.RunCarrier_laidOut(name, place.agent()));
        }
        return true;
    }

    /** Keeps what a stage left; where that cannot be done, the log says so and the build goes on. */
    void keep(Stage stage, String run) throws InterruptedException {
        if (!scene.moves()) {
            kept.keep(run, here());
            return;
        }
        keep(run, folder(run));
        if (stage == Stage.PACKAGE_MODEL || stage == Stage.DEPLOY_CANARY) {
            keep(REGISTRY, REGISTRY_FOLDER);
        }
    }

    private void keep(String name, String folder) throws InterruptedException {
        try {
            long bytes = project.child(folder).act(new FolderSize());
            if (bytes > most()) {
                scene.listener()
                        .getLogger()
                        .println(Messages.RunCarrier_tooLarge(name, bytes / MEGABYTE, most() / MEGABYTE));
            } else if (bytes > 0) {
                StashManager.stash(
                        scene.build(),
                        stash(name),
                        project,
                        scene.launcher(),
                        scene.environment(),
                        TaskListener.NULL,
                        folder + "/**",
                        null,
                        false,
                        true);
                kept.keep(name, here());
                scene.build().save();
            }
        } catch (IOException e) {
            scene.listener().getLogger().println(Messages.RunCarrier_failed(name, e.getMessage()));
        }
    }

    private static long most() {
        return Cd4mlConfiguration.limits().getRunMegabytes() * MEGABYTE;
    }

    private KeptRuns.Place here() {
        return new KeptRuns.Place(agent, project.getRemote());
    }

    private static String stash(String name) {
        return "cd4ml-" + name;
    }

    private static String folder(String run) {
        return ".cd4ml/runs/" + run;
    }
}
