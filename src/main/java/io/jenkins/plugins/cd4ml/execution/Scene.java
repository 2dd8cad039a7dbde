package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jenkinsci.plugins.workflow.actions.ThreadNameAction;
import org.jenkinsci.plugins.workflow.actions.WorkspaceAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * What a stage is started in, and ended in, whatever kind of job asks for it. It is true for the moment: it holds connections to the
 * agent, so it is asked for anew whenever it is needed, and never kept.
 *
 * @param stepId what tells the stages of a build apart: digits; the id of the step in the pipeline's graph
 * @param branches names of the parallel branches around the step, the outermost first
 * @param secrets values of the variables that the job itself has marked as secret
 * @param home path of the workspace that {@code workspace} is, or lies in
 */
record Scene(
        Run<?, ?> build,
        String stepId,
        List<String> branches,
        FilePath workspace,
        String home,
        Launcher launcher,
        EnvVars environment,
        List<String> secrets,
        TaskListener listener) {

    /** That of a pipeline's step. */
    static Scene of(StepContext context) throws IOException, InterruptedException {
        FlowNode step = context.get(FlowNode.class);
        FilePath workspace = context.get(FilePath.class);
        EnvVars environment = new EnvVars(context.get(EnvVars.class));
        return new Scene(
                context.get(Run.class),
                step.getId(),
                branches(step),
                workspace,
                home(step, workspace),
                context.get(Launcher.class),
                environment,
                values(environment, context.get(EnvironmentExpander.class)),
                context.get(TaskListener.class));
    }

    private static List<String> values(EnvVars environment, @CheckForNull EnvironmentExpander expander) {
        return expander == null ? List.of() : values(environment, expander.getSensitiveVariables());
    }

    /** What these variables hold. */
    static List<String> values(EnvVars environment, Collection<String> names) {
        return names.stream().map(environment::get).filter(Objects::nonNull).toList();
    }

    /** What a {@code node} or {@code ws} around the step was given, whatever {@code dir} stands between. */
    private static String home(FlowNode step, FilePath workspace) {
        for (FlowNode block : step.getEnclosingBlocks()) {
            WorkspaceAction given = block.getAction(WorkspaceAction.class);
            if (given != null) {
                return given.getPath();
            }
        }
        return workspace.getRemote();
    }

    private static List<String> branches(FlowNode step) {
        List<String> branches = new ArrayList<>();
        for (FlowNode block : step.getEnclosingBlocks()) {
            ThreadNameAction branch = block.getAction(ThreadNameAction.class);
            if (branch != null) {
                branches.add(0, branch.getThreadName());
            }
        }
        return List.copyOf(branches);
    }

    /** Where the workspace lies. */
    Computer computer() throws AbortException {
        Computer computer = workspace.toComputer();
        if (computer == null) {
            throw new AbortException(Messages.StageExecution_offline(workspace.getRemote()));
        }
        return computer;
    }

    Node node() throws AbortException {
        Node node = computer().getNode();
        if (node == null) {
            throw new AbortException(Messages.StageExecution_offline(workspace.getRemote()));
        }
        return node;
    }

    /** The run that a stage belongs to. */
    RunIds runs(StageOrder order) {
        return RunIds.of(build.getNumber(), branches, order.run());
    }

    /** Where the stage will run; nothing has happened there yet. */
    Site site(StageOrder order, String request) throws AbortException {
        String folder = order.project();
        FilePath project = folder == null ? workspace : workspace.child(folder);
        return new Site(workspace, project, computer(), request, runs(order).id());
    }

    /** The project's path below the workspace, the same on every agent: empty for the workspace itself; absolute where it is elsewhere. */
    String projectPath(Site site) {
        String below = slashes(site.projectFolder());
        String above = slashes(home);
        if (below.equals(above)) {
            return "";
        }
        return below.startsWith(above + "/") ? below.substring(above.length() + 1) : below;
    }

    private static String slashes(String path) {
        return path.matches("(?s)[A-Za-z]:.*|\\\\.*") ? path.replace('\\', '/') : path;
    }

    /** Whether later stages may find themselves on another agent: only a pipeline has more than one. */
    boolean moves() {
        return build instanceof FlowExecutionOwner.Executable;
    }

    /** The stage on the build's page. */
    StageAction action(Stage stage, Site site) {
        return StageAction.of(build, stepId, stage, site.run(), projectPath(site));
    }
}
