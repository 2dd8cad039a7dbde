package io.jenkins.cd4ml.deploy.process;

import java.io.IOException;

/** What serves an environment cannot do what was asked of it. The message is a whole sentence: what, where, what to do. */
public class ServingException extends IOException {
    private static final long serialVersionUID = 1L;

    public ServingException(String sentence) {
        super(sentence);
    }

    public ServingException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
