package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.JDK;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.agents.ControllerToAgentFileCallable;
import jenkins.model.Jenkins;

/**
 * The Java that runs the engine.
 *
 * @param executable path of {@code java} on the agent
 * @param release its feature release: 17, 21; 0 where it did not tell
 */
record JavaOnAgent(String executable, int release) implements java.io.Serializable {
    private static final int OLDEST = 17;

    /** The chosen JDK tool, or the Java that the agent runs on. */
    static JavaOnAgent find(
            @CheckForNull String tool, Node node, FilePath workspace, EnvVars environment, TaskListener listener)
            throws IOException, InterruptedException {
        String home = null;
        String what = Messages.JavaOnAgent_agentsOwn(node.getDisplayName());
        if (tool != null) {
            JDK jdk = Jenkins.get().getJDK(tool);
            if (jdk == null) {
                List<String> known =
                        Jenkins.get().getJDKs().stream().map(JDK::getName).toList();
                throw new AbortException(
                        known.isEmpty()
                                ? Messages.JavaOnAgent_noTools(tool)
                                : Messages.JavaOnAgent_noTool(tool, String.join(", ", known)));
            }
            home = jdk.forNode(node, listener).forEnvironment(environment).getHome();
            what = Messages.JavaOnAgent_tool(tool, node.getDisplayName(), home);
            if (home == null || home.isBlank()) {
                throw new AbortException(Messages.JavaOnAgent_noHome(tool, node.getDisplayName()));
            }
        }
        JavaOnAgent java = workspace.act(new Probe(home));
        if (java == null) {
            throw new AbortException(Messages.JavaOnAgent_missing(what));
        }
        if (java.release < OLDEST) {
            throw new AbortException(Messages.JavaOnAgent_tooOld(what, java.release, OLDEST));
        }
        return java;
    }

    /** Looks at a JDK's folder, or at the JVM it runs in; null where there is no Java. */
    record Probe(String home) implements ControllerToAgentFileCallable<JavaOnAgent> {
        private static final Pattern VERSION = Pattern.compile("(?:1\\.)?(\\d{1,4}).*", Pattern.DOTALL);
        private static final long SECONDS = 30;

        @Override
        public JavaOnAgent invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
            Path folder = Path.of(home == null ? System.getProperty("java.home") : home);
            boolean windows =
                    System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
            Path executable = folder.resolve("bin").resolve(windows ? "java.exe" : "java");
            if (!Files.isExecutable(executable)) {
                return null;
            }
            return new JavaOnAgent(
                    executable.toString(), home == null ? Runtime.version().feature() : release(executable));
        }

        private static int release(Path executable) throws IOException, InterruptedException {
            Path output = Files.createTempFile("cd4ml-java", ".txt");
            try {
                Process process = new ProcessBuilder(executable.toString(), "-XshowSettings:properties", "-version")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return 0;
                }
                return Files.readString(output, StandardCharsets.ISO_8859_1)
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("java.specification.version = "))
                        .map(line -> VERSION.matcher(line.substring(line.indexOf('=') + 2)))
                        .filter(Matcher::matches)
                        .map(version -> Integer.parseInt(version.group(1)))
                        .findFirst()
                        .orElse(0);
            } finally {
                Files.delete(output);
            }
        }
    }
}
