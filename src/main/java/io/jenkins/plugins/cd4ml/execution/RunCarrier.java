package io.jenkins.plugins.cd4ml.execution;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.commons.codec.digest.DigestUtils;
import org.jenkinsci.plugins.workflow.flow.StashManager;

/**
 * Carries runs from agent to agent. After each stage the run's folder is stashed with the build (by the artifact manager, where one
 * can do that); before a stage on another agent, or in another folder, it is laid out there. Data does not travel: it comes from the
 * checkout or the store. A build that stays in one workspace only remembers which runs are its own.
 *
 * @param folder path of the project below the workspace, which tells its runs from those of other projects
 */
record RunCarrier(Scene scene, KeptRuns kept, String agent, FilePath project, String folder) {
    private static final long MEGABYTE = 1024 * 1024;
    private static final int HASH = 12;

    /** For the stage that runs there. */
    static RunCarrier of(Scene scene, Site site) {
        return new RunCarrier(
                scene,
                KeptRuns.of(scene.build()),
                site.agent(),
                site.project(scene.workspace()),
                scene.projectPath(site));
    }

    /**
     * Takes the run that is named after the build's number for this build.
     *
     * @throws AbortException where it is another job's
     */
    void own(String run) throws IOException, InterruptedException {
        String job = scene.build().getParent().getFullName();
        String other = project.act(new RunOwner(run, job, kept.token()));
        if (other != null) {
            throw new AbortException(Messages.RunOwner_foreign(run, project.getRemote(), other));
        }
    }

    /** Whether this build has got anything of that run. */
    boolean knows(String run) {
        return kept.place(run, folder) != null;
    }

    /**
     * Lays out what a stage needs and this folder lacks: its run, or the nearest that it may start from.
     *
     * @throws AbortException where that is elsewhere and was not kept: an older copy is not what the stage means
     */
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

    /** Whether this build has such a run, and it is there now. */
    private boolean layOut(String run) throws IOException, InterruptedException {
        KeptRuns.Place place = kept.place(run, folder);
        if (place == null) {
            return false;
        }
        if (!place.isAt(agent, project.getRemote())
                || !project.child(runFolder(run)).exists()) {
            if (place.stash() == null) {
                throw new AbortException(Messages.RunCarrier_notKept(run, place.folder(), place.agent()));
            }
            StashManager.unstash(
                    scene.build(), place.stash(), project, scene.launcher(), scene.environment(), TaskListener.NULL);
            scene.listener().getLogger().println(Messages.RunCarrier_laidOut(run, place.agent()));
        }
        return true;
    }

    /**
     * Keeps what a stage left; where that cannot be done, the log says so and the build goes on: what was kept before of that run is no
     * longer true, so the run is from now on in this folder alone.
     *
     * @throws IOException where the agent was lost meanwhile: to be tried again
     */
    void keep(String run, Headway headway) throws IOException, InterruptedException {
        if (!scene.moves()) {
            remember(run, null);
            return;
        }
        try {
            long bytes = project.child(runFolder(run)).act(new FolderSize());
            headway.expect(bytes);
            if (bytes > most()) {
                tooLarge(run, bytes);
            } else if (bytes > 0) {
                stash(run);
            }
        } catch (IOException e) {
            if (project.getChannel() instanceof Channel channel && channel.isClosingOrClosed()) {
                throw e;
            }
            scene.listener().getLogger().println(Messages.RunCarrier_failed(run, e.getMessage()));
            remember(run, null);
        }
        scene.build().save();
    }

    private void stash(String run) throws IOException, InterruptedException {
        String stash = stashName(run);
        StashManager.stash(
                scene.build(),
                stash,
                project,
                scene.launcher(),
                scene.environment(),
                TaskListener.NULL,
                runFolder(run) + "/**",
                null,
                false,
                true);
        File archive = new File(scene.build().getRootDir(), "stashes/" + stash + ".tar.gz");
        if (archive.length() > most()) {
            Files.delete(archive.toPath()); // the agent said that it was less
            tooLarge(run, archive.length());
        } else {
            remember(run, stash);
        }
    }

    private void tooLarge(String run, long bytes) {
        scene.listener().getLogger().println(Messages.RunCarrier_tooLarge(run, bytes / MEGABYTE, most() / MEGABYTE));
        remember(run, null);
    }

    private void remember(String run, String stash) {
        kept.keep(run, folder, new KeptRuns.Place(agent, project.getRemote(), stash));
    }

    private static long most() {
        return Cd4mlConfiguration.limits().getRunMegabytes() * MEGABYTE;
    }

    /** A run's id has no plus sign: so no run of one project is called like that of another. */
    private String stashName(String run) {
        return folder.isEmpty()
                ? "cd4ml-" + run
                : "cd4ml+" + DigestUtils.sha256Hex(folder).substring(0, HASH) + "-" + run;
    }

    private static String runFolder(String run) {
        return ProjectLayout.run(run);
    }
}
