package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.layout.RunLayout;
import io.jenkins.cd4ml.protocol.layout.Variables;
import io.jenkins.plugins.cd4ml.config.Settings;
import io.jenkins.plugins.cd4ml.delivery.Admission;
import io.jenkins.plugins.cd4ml.delivery.KeptChain;
import io.jenkins.plugins.cd4ml.delivery.Outset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.durabletask.Controller;

/** Starts a stage: engine and Java on the agent, the request in a file, a process that outlives the connection. */
final class StageLaunch {
    /** Names the request in the environment of every process that it starts: how they are found again, and no others. */
    static final String COOKIE = Variables.REQUEST;

    private final Scene scene;
    private final StageOrder order;
    private final EnvVars environment;

    StageLaunch(Scene scene, StageOrder order) {
        this.scene = scene;
        this.order = order;
        environment = new EnvVars(scene.environment());
    }

    /** Starts it. Interrupted or failed, it leaves no process of ours behind that is not found by {@link #COOKIE}. */
    StartedStage start(Site site, String request) throws IOException, InterruptedException {
        FilePath workspace = scene.workspace();
        FilePath project = site.project(workspace);
        requireBelowWorkspace(project);
        RunIds runs = scene.runs(order);
        RunCarrier carrier = RunCarrier.of(scene, site);
        if (order.run() == null) {
            carrier.own(site.run());
        }
        carrier.layOut(runs);
        Outset outset = admit(project, runs);
        EngineEnvironment own = EngineEnvironment.of(scene, order);
        JavaOnAgent java = JavaOnAgent.find(order.jdk(), scene.node(), workspace, environment, scene.listener());
        EngineSource engine = EngineSource.get();
        String jar = EngineInstallation.ensure(nodeRoot(), engine);
        boolean first = order.stage() == Stage.VERSION_DATA;
        PrepareStage.Ready ready = project.act(new PrepareStage(
                site.requestFolder(),
                site.run(),
                first ? List.of() : runs.ancestors(),
                RunLayout.result(order.stage()),
                first && order.run() == null && !carrier.knows(site.run())));
        FilePath requestFile = site.requestFolder(workspace).child("request.json");
        String baseline = DataBaseline.layOut(scene, order.stage(), site, outset);
        scene.action(order.stage(), site)
                .startedWith(outset.environment(), outset.championVersion(), OverriddenKeys.of(order));
        KeptChain chain = new KeptChain(scene.build(), scene.projectPath(site), runs.all(), order.stage());
        requestFile.write(Protocol.write(requestOf(site, ready.continues(), outset, baseline, chain)), "UTF-8");
        environment.put(COOKIE, request);
        environment.putAll(own.variables());
        scene.listener()
                .getLogger()
                .println(Messages.StageExecution_starting(
                        order.stage().step(),
                        site.run(),
                        site.agent(),
                        java.release(),
                        engine.sha256().substring(0, 12)));
        Launcher launcher = scene.launcher();
        Controller controller = CommandLine.task(
                        launcher.isUnix(), words(java, jar, requestFile, site.stopFile(workspace)))
                .launch(environment, workspace, launcher, scene.listener());
        EngineProcess process = new EngineProcess(site, request, controller, own.secrets());
        return new StartedStage(order, site, process, outset);
    }

    private Outset admit(FilePath project, RunIds runs) throws IOException, InterruptedException {
        return new Admission(scene.build(), project, scene.listener())
                .admit(new Admission.Asked(
                        order.stage(), order.configuration(), runs.all(), order.settings(), order.arguments()));
    }

    private void requireBelowWorkspace(FilePath project) throws IOException, InterruptedException {
        String folder = order.project();
        if (folder == null) {
            return;
        }
        if (!project.isDirectory()) {
            throw new AbortException(
                    Messages.StageExecution_noProject(order.stage().step(), order.project()));
        }
        if (!scene.workspace().isDescendant(folder)) {
            throw new AbortException(
                    Messages.StageExecution_outside(order.stage().step(), order.project()));
        }
    }

    private FilePath nodeRoot() throws AbortException {
        FilePath root = scene.node().getRootPath();
        if (root == null) {
            throw new AbortException(
                    Messages.StageExecution_offline(scene.node().getDisplayName()));
        }
        return root;
    }

    private StageRequest requestOf(
            Site site, @CheckForNull String continues, Outset outset, @CheckForNull String baseline, KeptChain chain)
            throws IOException {
        return StageRequest.of(order.stage(), site.run(), site.projectFolder())
                .continues(continues)
                .configuration(order.configuration())
                .settings(order.settings())
                .arguments(order.arguments())
                .champion(outset.champion())
                .candidate(outset.candidate())
                .baseline(baseline)
                .registry(StageRequest.RegistryMode.PROPOSE)
                .verifyReproducible(order.verifyReproducible())
                .results(chain.results())
                .ledger(chain.ledger(outset))
                .references(outset.references())
                .champions(outset.champions())
                .withoutVerdict(outset.withoutVerdict())
                .build();
    }

    private List<String> words(JavaOnAgent java, String jar, FilePath requestFile, FilePath stopFile) {
        List<String> words = new ArrayList<>();
        words.add(java.executable());
        words.add("-XX:+UseSerialGC");
        String heap = order.heap() == null ? Settings.of(scene.build()).heap() : order.heap();
        if (heap != null) {
            words.add("-Xmx" + heap);
        }
        words.addAll(List.of("-jar", jar, "execute", requestFile.getRemote(), "--stop-file", stopFile.getRemote()));
        return words;
    }
}
