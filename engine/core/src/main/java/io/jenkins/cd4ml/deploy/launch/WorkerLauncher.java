package io.jenkins.cd4ml.deploy.launch;

import io.jenkins.cd4ml.deploy.http.LoopbackServer;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.protocol.layout.Variables;
import io.jenkins.cd4ml.runtime.LaunchedProcess;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.stage.EventSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Starts servers and routers as workers of ours. They inherit what a process needs and nothing else of the environment: what
 * serves for weeks must not hold the secrets of the build that started it.
 */
public final class WorkerLauncher implements Launcher {
    private static final String ROUTER_HEAP = "256m";

    /** Names the request of the Jenkins step that started us: what carries it is killed with that step. */
    private static final String REQUEST_COOKIE = Variables.REQUEST;

    private static final Set<String> INHERITED = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LANG",
            "LC_ALL",
            "TZ",
            "TMPDIR",
            "TEMP",
            "TMP",
            "XDG_CACHE_HOME",
            "SystemRoot",
            "USERPROFILE",
            "LOCALAPPDATA",
            Variables.PACKS,
            Variables.CACHE,
            "JENKINS_NODE_COOKIE",
            REQUEST_COOKIE,
            "BUILD_ID");

    /**
     * How glibc keeps memory, against what suits training: a server lives for months and changes its model, and what was freed goes back to
     * the system. Two arenas are enough, for a model runs in no more threads than there are processors.
     */
    private static final Map<String, String> MEMORY =
            Map.of("MALLOC_ARENA_MAX", "2", "MALLOC_TRIM_THRESHOLD_", "4194304", "MALLOC_MMAP_THRESHOLD_", "1048576");

    private final Map<String, String> environment;
    private final EventSink events;

    /** For processes that are started by one that runs. */
    public WorkerLauncher(Map<String, String> environment) {
        this(environment, false, EventSink.SILENT);
    }

    /**
     * For a driver.
     *
     * @param outlivingBuild whether Jenkins, which ends what carries a build's cookie when the build ends, is to let them be
     */
    public WorkerLauncher(Map<String, String> environment, boolean outlivingBuild, EventSink events) {
        this.environment = inherited(environment);
        this.events = events;
        this.environment.putAll(MEMORY);
        if (outlivingBuild) {
            this.environment.put("JENKINS_NODE_COOKIE", "dontKillMe");
            this.environment.remove(REQUEST_COOKIE);
        }
    }

    @Override
    public ProcessIdentity server(ServingFolder folder, String id, ServedVersion version) throws IOException {
        return launch(
                ServerMain.class,
                List.of("onnxruntime"),
                version.heap(),
                List.of(folder.path().toString(), id),
                folder,
                "server-" + id);
    }

    @Override
    public ProcessIdentity router(ServingFolder folder) throws IOException {
        return launch(
                RouterMain.class, List.of(), ROUTER_HEAP, List.of(folder.path().toString()), folder, "router");
    }

    private ProcessIdentity launch(
            Class<?> main, List<String> packs, String heap, List<String> arguments, ServingFolder folder, String name)
            throws IOException {
        List<String> options = new ArrayList<>(LoopbackServer.JVM_OPTIONS);
        options.add("-Xmx" + heap);
        // One that has run out of memory serves badly for ever; one that has ended is started again.
        options.add("-XX:+ExitOnOutOfMemoryError");
        WorkerSpec spec = new WorkerSpec(main, packs, options, arguments);
        LaunchedProcess launched = Worker.launch(spec, folder.temporary(name), folder.log(name), environment, events);
        return ProcessIdentity.of(launched.pid()).orElse(new ProcessIdentity(launched.pid(), "ended"));
    }

    private static Map<String, String> inherited(Map<String, String> environment) {
        Map<String, String> kept = new TreeMap<>(environment);
        kept.keySet().removeIf(name -> !INHERITED.contains(name));
        return kept;
    }
}
