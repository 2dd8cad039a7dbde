package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.XmlFile;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.NodeListener;

/**
 * Requests whose step ended while their agent could not be reached. As soon as the agent is back, what still runs for them is killed;
 * Jenkins remembers them over restarts.
 */
@Extension
public final class LeftBehind extends ComputerListener {
    private static final Logger LOGGER = Logger.getLogger(LeftBehind.class.getName());
    private static final int MOST = 100;

    /** Requests by name of the node; null before the file was read. */
    private TreeMap<String, ArrayList<String>> requests;

    /** To be killed when the node is back; nothing where Jenkins knows no such node any more, and so none will be back. */
    synchronized void add(String node, String request) {
        if (!node.isEmpty() && Jenkins.get().getNode(node) == null) {
            return;
        }
        List<String> known = requests().computeIfAbsent(node, name -> new ArrayList<>());
        known.add(request);
        if (known.size() > MOST) {
            known.remove(0);
        }
        save();
    }

    @Override
    public void onOnline(Computer computer, TaskListener listener) {
        if (isFor(computer)) {
            Computer.threadPoolForRemoting.execute(() -> killAll(computer));
        }
    }

    private synchronized boolean isFor(Computer computer) {
        return requests().containsKey(computer.getName());
    }

    private void killAll(Computer computer) {
        for (String request : waiting(computer.getName())) {
            Node node = computer.getNode();
            FilePath root = node == null ? null : node.getRootPath();
            if (root == null) {
                return;
            }
            try {
                EngineProcess.kill(root, request);
                forget(computer.getName(), request);
            } catch (IOException | InterruptedException | RuntimeException e) {
                LOGGER.log(Level.FINE, e, () -> "cannot kill " + request + " on " + computer.getName());
                return;
            }
        }
    }

    private synchronized List<String> waiting(String node) {
        return List.copyOf(requests().getOrDefault(node, new ArrayList<>()));
    }

    private synchronized void forget(String node) {
        if (requests().remove(node) != null) {
            save();
        }
    }

    private synchronized void forget(String node, String request) {
        List<String> known = requests().get(node);
        if (known != null) {
            known.remove(request);
            if (known.isEmpty()) {
                requests().remove(node);
            }
        }
        save();
    }

    @SuppressWarnings("unchecked")
    private synchronized TreeMap<String, ArrayList<String>> requests() {
        if (requests == null) {
            requests = new TreeMap<>();
            try {
                if (file().exists()) {
                    requests = (TreeMap<String, ArrayList<String>>) file().read();
                }
            } catch (IOException | ClassCastException e) {
                LOGGER.log(Level.WARNING, e, () -> "cannot read " + file());
            }
        }
        return requests;
    }

    private synchronized void save() {
        try {
            file().write(requests);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot write " + file());
        }
    }

    /** Agents of a cloud are deleted after a few builds, and their names do not come again. */
    @Extension
    public static final class OfDeletedNodes extends NodeListener {
        @Override
        protected void onDeleted(@NonNull Node node) {
            ExtensionList.lookupSingleton(LeftBehind.class).forget(node.getNodeName());
        }
    }

    private static XmlFile file() {
        return new XmlFile(new File(Jenkins.get().getRootDir(), LeftBehind.class.getName() + ".xml"));
    }
}
