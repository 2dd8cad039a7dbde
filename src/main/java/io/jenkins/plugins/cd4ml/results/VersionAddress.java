package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import java.util.Objects;

/** Knows where models and their versions have pages. */
public interface VersionAddress extends ExtensionPoint {

    /**
     * The page of a version, or of the model.
     *
     * @param version its number; null for the model
     * @return below Jenkins' root; null where there is none that the user may read
     */
    @CheckForNull
    String of(String model, @CheckForNull Integer version);

    /** The first that anybody knows; null where nobody knows one. */
    @CheckForNull
    static String lookUp(@CheckForNull String model, @CheckForNull Integer version) {
        return model == null
                ? null
                : ExtensionList.lookup(VersionAddress.class).stream()
                        .map(address -> address.of(model, version))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }
}
