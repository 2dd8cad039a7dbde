package io.jenkins.cd4ml.protocol.layout;

import io.jenkins.cd4ml.protocol.Stage;

/** Files and folders of a project that more than one program opens; all paths are relative to the project. */
public final class ProjectLayout {
    /** The configuration, unless a request names another file. */
    public static final String CONFIGURATION = "cd4ml.yaml";

    /** What the engine keeps beside a project. */
    public static final String HOME = ".cd4ml";

    /** One folder for each run. */
    public static final String RUNS = HOME + "/runs";

    /** Which build a run belongs to, one file for each run. */
    public static final String OWNERS = HOME + "/owners";

    /** The content-addressed store, or the cache of one elsewhere. */
    public static final String STORE = HOME + "/store";

    private ProjectLayout() {}

    /** The folder of a run, whose files are in {@link RunLayout}. */
    public static String run(String id) {
        return RUNS + "/" + id;
    }

    /** The result of a stage: complete, or not there. */
    public static String result(String run, Stage stage) {
        return run(run) + "/" + RunLayout.result(stage);
    }

    /** The events of a stage, one JSON object a line. */
    public static String events(String run, Stage stage) {
        return run(run) + "/" + RunLayout.events(stage);
    }

    /** The data version that a run works on. */
    public static String manifest(String run) {
        return run(run) + "/" + RunLayout.MANIFEST;
    }

    /** The model package of a run. */
    public static String packageFolder(String run) {
        return run(run) + "/" + RunLayout.PACKAGE;
    }

    /** The package of a registered version that was brought to the project, such as the champion's. */
    public static String version(String model, int version) {
        return HOME + "/champions/" + model + "/" + version;
    }

    /** What the processes that serve an environment share. */
    public static String deployment(String environment) {
        return HOME + "/deploy/" + environment;
    }
}
