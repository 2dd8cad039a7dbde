package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.cd4ml.protocol.registry.RegistryState.Registered;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A version in a list for machines: what is known of it without opening its file. */
@ExportedBean(defaultVisibility = 2)
public final class VersionEntry {
    private final ModelPage model;
    private final Registered version;

    VersionEntry(ModelPage model, Registered version) {
        this.model = model;
        this.version = version;
    }

    @Exported
    public int getNumber() {
        return version.version();
    }

    @Exported
    public String getDigest() {
        return version.digest();
    }

    @Exported
    public String getCreated() {
        return version.created().toString();
    }

    @Exported
    @CheckForNull
    public String getBuild() {
        return version.build() == null ? null : version.build().toString();
    }

    @Exported
    public List<String> getAliases() {
        return model.summary().aliases(version.version());
    }

    @Exported
    public String getUrl() {
        return Util.fixNull(Jenkins.get().getRootUrl()) + model.getUrl() + version.version() + "/";
    }
}
