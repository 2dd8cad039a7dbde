package io.jenkins.cd4ml.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where objects are kept beyond this machine, under the same names as in the folder. What comes back from any method is checked:
 * a transfer that damages content is repeated or refused. Every method may throw
 * {@link io.jenkins.cd4ml.problem.InputException} with a sentence where the other side refuses or cannot be reached.
 */
public interface RemoteStore {
    /** How people name it; without any secret. */
    String address();

    /** Whether an object of that size is there; its content is not read. */
    boolean has(String sha256, long bytes) throws IOException;

    /** Sends the object, unless it is there already. */
    void put(String sha256, Path object) throws IOException;

    /**
     * Receives the object.
     *
     * @param most bytes that are accepted: who knows the object's size names it, so that no answer fills the disk
     * @param target opens what takes the content, anew for each attempt; committed under that name when the content is right
     * @return false where the object is not there
     */
    boolean get(String sha256, long most, Target target) throws IOException;

    /** Opens a stream into the folder before this store. */
    @FunctionalInterface
    interface Target {
        Incoming open() throws IOException;
    }
}
