package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.Checksums;
import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.config.PackageSettings;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code MODEL_CARD.md}, for people. What depends on the champion of the day is left out, so that the same model keeps the same
 * card; the registry's {@code version.json} has it.
 */
final class ModelCard {
    private static final String UNSAID = "Not stated.";

    /** One or two of each task are enough to see where the model is weak; the validation's result has all. */
    private static final Set<String> SLICE_METRICS = Set.of("accuracy", "f1_macro", "rmse");

    private final StringBuilder text = new StringBuilder();

    private ModelCard() {}

    /** The card's text; {@code classes} are those of the manifest as people may see them. */
    static String of(
            PackageManifest manifest,
            ModelSpec spec,
            List<String> classes,
            RunResults results,
            PackageSettings settings) {
        ModelCard card = new ModelCard();
        card.head(manifest, classes, settings);
        card.judgement(results);
        card.data(manifest);
        card.features(manifest);
        card.use(manifest, spec);
        card.provenance(manifest);
        return card.text.toString();
    }

    private void head(PackageManifest manifest, List<String> classes, PackageSettings settings) {
        line("# " + Markdown.escape(manifest.model()) + "\n");
        if (manifest.description() != null) {
            paragraph(Markdown.escape(manifest.description()));
        }
        String task = classes.isEmpty()
                ? "Predicts the number `" + Markdown.code(manifest.target()) + "`"
                : "Predicts `" + Markdown.code(manifest.target()) + "`, one of "
                        + classes.size() + " classes: "
                        + Markdown.escape(String.join(", ", classes));
        paragraph(task + ". Algorithm: " + manifest.algorithm() + ".");
        section("Intended use", settings.intendedUse());
        section("Limitations", settings.limitations());
        section("Owner", settings.owner());
        section("License", settings.license());
    }

    private void judgement(RunResults results) {
        line("## Quality\n");
        if (results.validated().isEmpty()) {
            paragraph("**Not judged**: " + Markdown.escape(results.judgement().notJudged()) + ".");
            return;
        }
        ValidateModelDetail found = results.validated().get();
        paragraph("Validation **" + results.verdict().name().toLowerCase(Locale.ROOT) + "** on " + found.rows()
                + " held-out rows (`" + found.split() + "`).");
        List<List<String>> metrics = new ArrayList<>();
        for (MetricValue metric : found.metrics()) {
            metrics.add(List.of(
                    metric.name(),
                    metric.label() == null ? "" : metric.label(),
                    Markdown.number(metric.value()),
                    Markdown.interval(metric.interval()),
                    String.valueOf(metric.sampleSize())));
        }
        table(List.of("metric", "class", "value", "interval", "rows"), metrics);
        List<List<String>> gates = new ArrayList<>();
        for (Check check : results.validation().checks()) {
            if (Set.of("gate", "slice").contains(check.group()) && !check.name().contains(" versus ")) {
                gates.add(List.of(
                        check.name(), check.outcome().name().toLowerCase(Locale.ROOT), Markdown.number(check.value())));
            }
        }
        table(List.of("gate", "outcome", "value"), gates);
        CardCaveats.of(results).forEach(this::paragraph);
        slices(found);
    }

    private void slices(ValidateModelDetail found) {
        List<List<String>> slices = new ArrayList<>();
        for (ValidateModelDetail.Slice slice : found.slices()) {
            for (MetricValue metric : slice.metrics()) {
                if (metric.label() == null && SLICE_METRICS.contains(metric.name())) {
                    slices.add(List.of(
                            slice.column() + ": " + slice.value(),
                            String.valueOf(slice.rows()),
                            metric.name(),
                            Markdown.number(metric.value()),
                            Markdown.interval(metric.interval())));
                }
            }
        }
        if (!slices.isEmpty()) {
            line("### Slices\n");
            table(List.of("slice", "rows", "metric", "value", "interval"), slices);
        }
    }

    private void data(PackageManifest manifest) {
        line("## Data\n");
        List<String> rows = new ArrayList<>();
        manifest.rows().forEach((split, count) -> rows.add(split + " " + count));
        paragraph("Version `" + manifest.dataVersion() + "`; rows: " + String.join(", ", rows) + ".");
        if (manifest.features().stream().anyMatch(PackageManifest.Feature::sensitive)) {
            paragraph("Some columns are marked as sensitive. What the model learned of them, the categories of such a"
                    + " column included, is inside `" + ModelPackage.ONNX + "` and `" + ModelPackage.SPEC
                    + "`: hand the package on with the same care as the data.");
        }
    }

    private void features(PackageManifest manifest) {
        line("## Inputs\n");
        paragraph("One input for each column, of shape [rows, 1]. Raw values enter; the graph prepares them.");
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < manifest.inputs().size(); i++) {
            TensorSignature input = manifest.inputs().get(i);
            PackageManifest.Feature feature = manifest.features().get(i);
            rows.add(List.of(
                    input.name(),
                    feature.column() + (feature.sensitive() ? " (sensitive)" : ""),
                    input.type(),
                    input.codec(),
                    feature.preparation()));
        }
        table(List.of("input", "column", "type", "codec", "preparation"), rows);
    }

    private void use(PackageManifest manifest, ModelSpec spec) {
        line("## Use\n");
        paragraph("With ONNX Runtime in Python:");
        line("```python\n" + PythonExample.of(spec, manifest) + "```\n");
        paragraph("A missing number is NaN, a missing date the smallest 64-bit integer, a missing text the empty one."
                + " `sha256sum -c " + Checksums.FILE + "` verifies the package.");
    }

    private void provenance(PackageManifest manifest) {
        line("## Provenance\n");
        Provenance from = manifest.provenance();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "code",
                from.codeRevision() == null
                        ? "not under version control"
                        : from.codeRevision() + (Boolean.TRUE.equals(from.codeModified()) ? " with changes" : "")));
        rows.add(List.of("configuration", String.valueOf(from.configuration())));
        rows.add(List.of("parameters", "sha256:" + manifest.parametersSha256()));
        rows.add(List.of("engine", String.valueOf(from.engine())));
        new TreeMap<>(from.libraries()).forEach((library, version) -> rows.add(List.of(library, version)));
        rows.add(List.of("Java", String.valueOf(from.java())));
        rows.add(List.of("system", String.valueOf(from.system())));
        rows.add(List.of("CPU capability", String.valueOf(from.cpu())));
        table(List.of("what", "value"), rows);
        line("### Settings of the training\n");
        table(
                List.of("setting", "value"),
                manifest.hyperparameters().entrySet().stream()
                        .map(setting -> List.of(setting.getKey(), String.valueOf(setting.getValue())))
                        .toList());
    }

    private void section(String title, String content) {
        line("## " + title + "\n");
        paragraph(content == null || content.isBlank() ? UNSAID : Markdown.escape(content.strip()));
    }

    private void table(List<String> head, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        line("| " + String.join(" | ", head) + " |");
        line("|" + " --- |".repeat(head.size()));
        for (List<String> row : rows) {
            line("| " + String.join(" | ", row.stream().map(Markdown::escape).toList()) + " |");
        }
        line("");
    }

    private void paragraph(String content) {
        line(content + "\n");
    }

    private void line(String content) {
        text.append(content).append('\n');
    }
}
