package io.jenkins.cd4ml.remote;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import java.net.URI;
import java.util.Set;

/** Seam: one kind of store beyond this machine. */
public interface RemoteStore {
    /** Schemes of its addresses in lower case, such as {@code s3}. */
    Set<String> schemes();

    /**
     * The objects at an address; the network is asked only when something is looked for or put there.
     *
     * @param address as configured, without user and password
     * @throws InputException naming the key {@code store} where the address is not one of this kind
     */
    RemoteObjects open(URI address, StageContext context);
}
