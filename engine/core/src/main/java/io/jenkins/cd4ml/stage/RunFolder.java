package io.jenkins.cd4ml.stage;

import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.layout.RunLayout;
import java.nio.file.Path;

/** The folder of one run, {@code .cd4ml/runs/<id>/}: who finds what where. */
public record RunFolder(String id, Path path) {

    /** {@code data/manifest.json}: the data version that the run works on. */
    public Path manifest() {
        return path.resolve(RunLayout.MANIFEST);
    }

    /** {@code data/profile.json}: its mergeable profile. */
    public Path profile() {
        return path.resolve(RunLayout.PROFILE);
    }

    /** {@code model/}: what training left, read by validation and packaging. */
    public Path model() {
        return path.resolve(RunLayout.MODEL);
    }

    /** {@code package/}: the portable model package. */
    public Path packageFolder() {
        return path.resolve(RunLayout.PACKAGE);
    }

    /** {@code validate/}: JUnit XML and other files of the validation. */
    public Path validation() {
        return path.resolve(RunLayout.VALIDATION);
    }

    /** {@code report.html}: the self-contained page. */
    public Path report() {
        return path.resolve(RunLayout.REPORT);
    }

    /** {@code train-model.result.json}; written last, complete or not at all. */
    public Path result(Stage stage) {
        return path.resolve(RunLayout.result(stage));
    }

    /** {@code train-model.events.jsonl}. */
    public Path events(Stage stage) {
        return path.resolve(RunLayout.events(stage));
    }
}
