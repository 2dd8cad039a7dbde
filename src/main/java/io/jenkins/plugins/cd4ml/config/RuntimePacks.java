package io.jenkins.plugins.cd4ml.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.EnvironmentSpecific;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.slaves.NodeSpecific;
import hudson.tools.ToolDescriptor;
import hudson.tools.ToolInstallation;
import hudson.tools.ToolProperty;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * A folder that holds the jars of the engine's runtime packs (PyTorch, ONNX Runtime) under their Maven file names. Where it lies
 * may differ from agent to agent; an installer may put it there. It takes the place of Maven Resolver at sites without a network.
 */
public final class RuntimePacks extends ToolInstallation
        implements NodeSpecific<RuntimePacks>, EnvironmentSpecific<RuntimePacks> {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public RuntimePacks(String name, String home, List<? extends ToolProperty<?>> properties) {
        super(name, home, properties);
    }

    /** The installation of that name. */
    public static Optional<RuntimePacks> named(String name) {
        DescriptorImpl descriptor = ToolInstallation.all().get(DescriptorImpl.class);
        return descriptor == null
                ? Optional.empty()
                : Arrays.stream(descriptor.getInstallations())
                        .filter(installation -> installation.getName().equals(name))
                        .findFirst();
    }

    @Override
    public RuntimePacks forNode(@NonNull Node node, TaskListener log) throws IOException, InterruptedException {
        return new RuntimePacks(
                getName(), translateFor(node, log), getProperties().toList());
    }

    @Override
    public RuntimePacks forEnvironment(EnvVars environment) {
        return new RuntimePacks(
                getName(), environment.expand(getHome()), getProperties().toList());
    }

    /** Registers the kind of tool. */
    @Extension
    @Symbol("cd4mlPacks")
    public static final class DescriptorImpl extends ToolDescriptor<RuntimePacks> {
        public DescriptorImpl() {
            load();
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RuntimePacks_displayName();
        }

        @Override
        public void setInstallations(RuntimePacks... installations) {
            super.setInstallations(installations);
            save();
        }
    }
}
