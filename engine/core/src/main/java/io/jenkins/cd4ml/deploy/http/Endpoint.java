package io.jenkins.cd4ml.deploy.http;

import java.io.IOException;

/** Answers requests, in several threads at once. */
@FunctionalInterface
public interface Endpoint {
    Reply answer(Request request) throws HttpProblem, IOException, InterruptedException;
}
