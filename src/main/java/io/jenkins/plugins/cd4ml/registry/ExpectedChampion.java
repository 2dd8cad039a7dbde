package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;

/**
 * What its author knows of an environment when something is to change there. A version that served, was rolled back and serves again is the
 * same number and another state: the moves count.
 *
 * @param version the champion; null for none
 * @param moves how often the environment's alias has been moved so far
 */
public record ExpectedChampion(@CheckForNull Integer version, long moves) implements Serializable {
    /** Nothing has ever served there. */
    public static final ExpectedChampion NONE = new ExpectedChampion(null, 0);
}
