package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.process.ServingException;

/** The router did not answer as long as one may wait for it: it has died, or the machine is too busy. */
public final class RouterUnreachable extends ServingException {
    private static final long serialVersionUID = 1L;

    RouterUnreachable(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
