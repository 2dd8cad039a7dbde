package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.VirtualChannel;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import io.jenkins.cd4ml.protocol.layout.RunLayout;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import jenkins.agents.ControllerToAgentFileCallable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads on the agent what the controller must know before a stage starts, and nothing else. What is wrong with the configuration is
 * for the engine to say: here it is as if nothing stood there.
 *
 * @param configuration path below the project's folder
 * @param runs the stage's run, then those that it may continue, the nearest first
 */
record ReadProject(String configuration, List<String> runs)
        implements ControllerToAgentFileCallable<ReadProject.Found> {
    /** The engine reads no larger configuration. */
    private static final int MOST_BYTES = 1 << 20;

    private static final int MOST_CHARACTERS = 1000;

    /**
     * What stands there, unchecked.
     *
     * @param configured whether there is a configuration at all
     * @param model {@code model:}
     * @param environment {@code deploy.environment:}
     * @param register {@code package.register:}
     * @param compared what gates of {@code validate.gates:} compare with
     * @param packageDigest digest of the run's package
     */
    record Found(
            boolean configured,
            @CheckForNull String model,
            @CheckForNull String environment,
            @CheckForNull String register,
            List<ComparedGate> compared,
            @CheckForNull String packageDigest)
            implements Serializable {}

    @Override
    public Found invoke(File project, VirtualChannel channel) throws IOException {
        Path file = project.toPath().resolve(configuration);
        boolean configured = Files.isRegularFile(file);
        Node root = configured ? root(file) : null;
        return new Found(
                configured,
                scalar(value(root, "model")),
                scalar(value(value(root, "deploy"), "environment")),
                scalar(value(value(root, "package"), "register")),
                ComparedGate.of(value(value(root, "validate"), "gates")),
                packageDigest(project.toPath().resolve(ProjectLayout.RUNS)));
    }

    @CheckForNull
    private static Node root(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            return null;
        }
        try (Reader text = Files.newBufferedReader(file)) {
            return new Yaml(new LoaderOptions()).compose(text);
        } catch (YAMLException | java.nio.charset.CharacterCodingException e) {
            return null;
        }
    }

    /** What a mapping has for a key; null where it is none, or has nothing. */
    @CheckForNull
    static Node value(@CheckForNull Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (key.equals(scalar(entry.getKeyNode()))) {
                    return entry.getValueNode();
                }
            }
        }
        return null;
    }

    /** The text of a single value; null for lists and mappings, and for what is too long to be a name. */
    @CheckForNull
    static String scalar(@CheckForNull Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().length() <= MOST_CHARACTERS
                ? scalar.getValue()
                : null;
    }

    /** That of the first run that is there: a run that is not there yet starts from the next one. */
    @CheckForNull
    private String packageDigest(Path folder) throws IOException {
        for (String run : runs) {
            if (Files.isDirectory(folder.resolve(run), LinkOption.NOFOLLOW_LINKS)) {
                return PackageFiles.digest(folder.resolve(run).resolve(RunLayout.PACKAGE));
            }
        }
        return null;
    }
}
