package io.jenkins.plugins.cd4ml.execution;

import hudson.model.TaskListener;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;

/** Tells, once each, when an agent goes and comes back, and notices when it is gone for good. */
final class AgentWatch {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final String node;
    private final String agent;
    private boolean away;
    private long removedSince;

    AgentWatch(String node, String agent) {
        this.node = node;
        this.agent = agent;
    }

    void present(TaskListener listener) {
        removedSince = 0;
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
            removedSince = 0;
            return false;
        }
        long now = System.nanoTime();
        if (removedSince == 0) {
            removedSince = now;
        }
        return now - removedSince > GRACE_NANOS;
    }
}
