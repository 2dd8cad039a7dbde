package io.jenkins.plugins.cd4ml.execution;

import hudson.Extension;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.apache.commons.codec.digest.DigestUtils;

/** The engine that ships in this plugin as a resource, off the controller's class path. */
@Extension(ordinal = -1000)
public final class BundledEngine implements EngineSource {
    private static final String RESOURCE = "/META-INF/engine/cd4ml-engine.jar";

    private volatile String sha256;

    @Override
    public URL jar() throws IOException {
        URL jar = BundledEngine.class.getResource(RESOURCE);
        if (jar == null) {
            throw new IOException("the plugin lacks " + RESOURCE + ": it was not built as a whole");
        }
        return jar;
    }

    @Override
    public String sha256() throws IOException {
        String known = sha256;
        if (known == null) {
            try (InputStream in = jar().openStream()) {
                known = DigestUtils.sha256Hex(in);
            }
            sha256 = known;
        }
        return known;
    }
}
