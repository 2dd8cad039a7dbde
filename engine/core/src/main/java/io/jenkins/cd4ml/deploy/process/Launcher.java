package io.jenkins.cd4ml.deploy.process;

import java.io.IOException;

/**
 * Starts the processes of an environment, detached: they outlive whoever starts them and do not hear its Ctrl-C. Each finds
 * what to do in its launch file and says in its announcement how it went.
 */
public interface Launcher {

    /** Starts a model server, {@link ServingFolder#serverLaunch} of that id is there. */
    ProcessIdentity server(ServingFolder folder, String id, ServedVersion version)
            throws IOException, InterruptedException;

    /** Starts the router, {@link ServingFolder#routerLaunch} is there. A second one stands by, a third ends by itself. */
    ProcessIdentity router(ServingFolder folder) throws IOException, InterruptedException;
}
