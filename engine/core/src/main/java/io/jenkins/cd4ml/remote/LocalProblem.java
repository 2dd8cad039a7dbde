package io.jenkins.cd4ml.remote;

import java.io.IOException;

/** A file on this machine cannot be read or written: no matter of the network, and not to be tried again. */
final class LocalProblem extends IOException {
    private static final long serialVersionUID = 1L;

    LocalProblem(IOException cause) {
        super(cause);
    }

    @Override
    public synchronized IOException getCause() {
        return (IOException) super.getCause();
    }
}
