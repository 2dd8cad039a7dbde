package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import java.util.regex.Pattern;

/** What runs are called from build to build: their ids carry the build's number, their names must not. */
public final class RunNames {
    private static final int LONGEST = 100;

    private RunNames() {}

    /**
     * The id of a run without the number of its build: null for {@code build-7}, the build's own run; {@code linear} for
     * {@code build-7-linear}; {@code try-N} for {@code try-7}.
     */
    @CheckForNull
    public static String withoutNumber(String run, int build) {
        String own = "build-" + build;
        if (run.equals(own)) {
            return null;
        }
        if (!run.contains("" + build)) {
            return cut(run);
        }
        String name = run.startsWith(own + "-")
                ? run.substring(own.length() + 1)
                : Pattern.compile("(?<![0-9])" + build + "(?![0-9])")
                        .matcher(run)
                        .replaceAll("N");
        return cut(name);
    }

    private static String cut(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST);
    }

    /** Which of its build's stages of a kind it is, the same in every build: null for the only one, {@code linear}, {@code 2}. */
    @CheckForNull
    public static String which(StageAction action) {
        Run<?, ?> build = action.getBuild();
        String name = withoutNumber(action.getRunId(), build.getNumber());
        int ordinal = 1
                + StageAction.all(build).stream()
                        .filter(other -> other.stage() == action.stage()
                                && other.getRunId().equals(action.getRunId()))
                        .toList()
                        .indexOf(action);
        return ordinal < 2 ? name : name == null ? "" + ordinal : name + " " + ordinal;
    }
}
