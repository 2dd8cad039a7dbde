package io.jenkins.cd4ml.remote.http;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.remote.Credentials;
import io.jenkins.cd4ml.remote.RemoteObjects;
import io.jenkins.cd4ml.remote.RemoteStore;
import io.jenkins.cd4ml.stage.StageContext;
import java.net.URI;
import java.util.Set;

/** Stores on HTTP servers: WebDAV, nginx, Apache, raw repositories of Nexus, generic ones of Artifactory. */
public final class HttpStores implements RemoteStore {
    @Override
    public Set<String> schemes() {
        return Set.of("http", "https");
    }

    @Override
    public RemoteObjects open(URI address, StageContext context) {
        return new HttpObjects(folder(address), Credentials.of(context.environment(), address.toString()));
    }

    private static URI folder(URI uri) {
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw InputException.ofKey("store", "an http address needs a host and a path, and nothing after ? or #");
        }
        return uri.getRawPath().endsWith("/") ? uri : URI.create(uri + "/");
    }
}
