package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Reading;
import io.jenkins.cd4ml.table.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects from the trained model and from earlier results what {@code model.yaml} says. */
final class PackageDescription {
    private PackageDescription() {}

    /** @param parametersSha256 hex SHA-256 of the file with the parameters */
    static PackageManifest of(
            StageContext context,
            RunResults results,
            ModelSpec spec,
            Signature signature,
            Schema schema,
            String parametersSha256) {
        Configuration configuration = context.configuration();
        return new PackageManifest(
                PackageManifest.FORMAT,
                configuration.model(),
                configuration.description(),
                spec.algorithm(),
                spec.task(),
                spec.target(),
                spec.classes(),
                signature.inputs(),
                signature.outputs(),
                spec.features().stream()
                        .map(feature -> feature(feature, schema))
                        .toList(),
                reading(configuration, spec),
                ModelPackage.TRAINING_KEYS,
                results.rows(),
                results.hyperparameters(),
                parametersSha256,
                results.verdict(),
                results.validated().map(ValidateModelDetail::metrics).orElse(List.of()),
                results.provenance(context));
    }

    /** Of the columns that the model reads alone. */
    private static Reading reading(Configuration configuration, ModelSpec spec) {
        Reading all = configuration.data().reading();
        Set<String> columns =
                spec.features().stream().map(FeaturePreparation::column).collect(Collectors.toSet());
        Map<String, String> dateFormats = new TreeMap<>(all.dateFormats());
        dateFormats.keySet().retainAll(columns);
        return new Reading(
                all.missing(),
                all.decimal(),
                all.thousands(),
                all.timezone(),
                all.texts().stream().filter(columns::contains).toList(),
                dateFormats);
    }

    private static PackageManifest.Feature feature(FeaturePreparation feature, Schema schema) {
        Column column = schema.find(feature.column()).orElseThrow();
        // What was fitted tells of the values: the mean of a sensitive column is not for everybody's eyes.
        String preparation = column.sensitive()
                ? feature.width() + (feature.width() == 1 ? " number" : " numbers") + ", not shown: sensitive"
                : feature.describe();
        return new PackageManifest.Feature(column.name(), column.type(), column.sensitive(), preparation);
    }
}
