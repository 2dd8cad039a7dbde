package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServedVersion;

/** A model server that serves: its id in the folder, what it serves, its process, its URL. */
public record ServingServer(String id, ServedVersion version, ProcessIdentity process, String url) {}
