package io.jenkins.plugins.cd4ml.execution;

import hudson.model.TaskListener;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import jenkins.model.Jenkins;

/** Tells, once each, when an agent goes and comes back, and notices when it is gone for good. */
final class AgentWatch {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final String node;
    private final String agent;
    private final LongSupplier nanos;
    private boolean away;
    private Long removedSince;

    AgentWatch(String node, String agent) {
        this(node, agent, System::nanoTime);
    }

    AgentWatch(String node, String agent, LongSupplier nanos) {
        this.node = node;
        this.agent = agent;
        this.nanos = nanos;
    }

    void present(TaskListener listener) {
        removedSince = null;
        if (away) {
            away = false;
            listener.getLogger().println(Messages.StageExecution_back(agent));
        }
    }

    /** The agent is not connected; whether it has been removed, too, and does not come back. */
    boolean absent(TaskListener listener) {
        if (!away) {
            away = true;
            listener.getLogger().println(Messages.StageExecution_offline(agent));
        }
        if (node.isEmpty() || Jenkins.get().getNode(node) != null) {
            removedSince = null;
            return false;
        }
        long now = nanos.getAsLong();
        if (removedSince == null) {
            removedSince = now;
        }
        return now - removedSince > GRACE_NANOS;
    }
}
