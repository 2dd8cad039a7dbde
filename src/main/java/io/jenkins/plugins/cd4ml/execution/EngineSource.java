package io.jenkins.plugins.cd4ml.execution;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import java.io.IOException;
import java.net.URL;

/** Where the engine's jar comes from. The one in this plugin, unless somebody has an engine of their own to try out. */
public interface EngineSource extends ExtensionPoint {
    /** The jar. */
    URL jar() throws IOException;

    /** SHA-256 of the jar in lower-case hex; asked for at every step, so remember it. */
    String sha256() throws IOException;

    /** The one with the highest ordinal. */
    static EngineSource get() {
        return ExtensionList.lookup(EngineSource.class).get(0);
    }
}
