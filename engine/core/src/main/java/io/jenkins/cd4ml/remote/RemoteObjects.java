package io.jenkins.cd4ml.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.OptionalLong;

/** One way to reach a remote store. Every call is one attempt: nothing is repeated and no content is checked here. */
public interface RemoteObjects {
    /** Size given by a server that does not tell it. */
    long UNKNOWN_SIZE = -1;

    /** Size of the object in bytes, or {@link #UNKNOWN_SIZE}; empty where it is not there. */
    OptionalLong size(String sha256) throws IOException, InterruptedException;

    /**
     * Sends an object, replacing what has its name.
     *
     * @return whether the other side has said that what it received has this SHA-256
     */
    boolean put(String sha256, Path object, Transfer transfer) throws IOException, InterruptedException;

    /** Receives an object as it is there; false, and nothing written, where it is not. */
    boolean get(String sha256, OutputStream to, Transfer transfer) throws IOException, InterruptedException;

    /** Where the object stands below the store's address: {@code objects/ab/cdef…}, as in a folder. */
    static String pathOf(String sha256) {
        return "objects/" + sha256.substring(0, 2) + "/" + sha256.substring(2);
    }
}
