package io.jenkins.cd4ml.protocol.layout;

import io.jenkins.cd4ml.protocol.Stage;

/** Files and folders of a run, relative to {@link ProjectLayout#run}. */
public final class RunLayout {
    /** The data version. */
    public static final String MANIFEST = "data/manifest.json";

    /** Its mergeable profile. */
    public static final String PROFILE = "data/profile.json";

    /** What training left. */
    public static final String MODEL = "model";

    /** The portable package. */
    public static final String PACKAGE = "package";

    /** JUnit XML and other files of the validation. */
    public static final String VALIDATION = "validate";

    /** The self-contained page. */
    public static final String REPORT = "report.html";

    /** The checksums of a package's files, whose digest identifies the package. */
    public static final String CHECKSUMS = "SHA256SUMS";

    private RunLayout() {}

    /** {@code train-model.result.json} */
    public static String result(Stage stage) {
        return stage.command() + ".result.json";
    }

    /** {@code train-model.events.jsonl} */
    public static String events(Stage stage) {
        return stage.command() + ".events.jsonl";
    }
}
