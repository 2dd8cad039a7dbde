package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.slaves.WorkspaceList;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import java.io.Serial;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.FilePathUtils;

/**
 * Where a stage runs, in words that survive a restart: nothing here holds a connection. Part of the pipeline's saved state, hence no
 * record.
 */
final class Site implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String node;
    private final String agent;
    private final String workspace;
    private final String project;
    private final String requestFolder;
    private final String run;

    Site(FilePath workspace, FilePath project, Computer computer, String request, String run) {
        this.node = FilePathUtils.getNodeName(workspace);
        this.agent = computer.getDisplayName();
        this.workspace = workspace.getRemote();
        this.project = project.getRemote();
        FilePath temporary = WorkspaceList.tempDir(workspace);
        if (temporary == null) {
            throw new IllegalStateException("a workspace is never the root of a file system: " + workspace);
        }
        this.requestFolder = temporary.child("cd4ml-" + request).getRemote();
        this.run = run;
    }

    /** Name of the node, empty for the controller itself. */
    String node() {
        return node;
    }

    /** What people call it. */
    String agent() {
        return agent;
    }

    String run() {
        return run;
    }

    String requestFolder() {
        return requestFolder;
    }

    String projectFolder() {
        return project;
    }

    /** The workspace over the connection of the moment; null where there is none. */
    @CheckForNull
    FilePath workspace() {
        return FilePathUtils.find(node, workspace);
    }

    /** Another path over the connection of a workspace. */
    FilePath project(FilePath workspace) {
        return new FilePath(workspace.getChannel(), project);
    }

    FilePath requestFolder(FilePath workspace) {
        return new FilePath(workspace.getChannel(), requestFolder);
    }

    FilePath stopFile(FilePath workspace) {
        return requestFolder(workspace).child("stop");
    }

    String resultFile(Stage stage) {
        return ProjectLayout.result(run, stage);
    }

    String eventsFile(Stage stage) {
        return ProjectLayout.events(run, stage);
    }
}
