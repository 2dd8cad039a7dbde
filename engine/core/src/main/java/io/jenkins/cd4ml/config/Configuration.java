package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An effective {@code cd4ml.yaml}: defaults filled in, checked against {@code cd4ml.schema.json}. Sections that the file does
 * not have are there with their defaults.
 *
 * @param model the model's name: lower-case letters, digits, {@code . _ -}
 * @param store folder of the content-addressed store, relative to the project, or an address; null: see {@code remote.Stores}
 */
public record Configuration(
        String model,
        String description,
        String store,
        DataSettings data,
        SplitSettings split,
        TrainSettings train,
        ValidateSettings validate,
        @JsonProperty("package") PackageSettings packaging,
        DeploySettings deploy,
        DriftSettings drift) {

    public Configuration {
        split = Defaults.of(split, SplitSettings.DEFAULT);
        train = Defaults.of(train, TrainSettings.DEFAULT);
        train = data.images() == null
                ? train
                : TrainVariant.of(train, data.images().asPixels(train.cnn()));
        validate = Defaults.of(validate, ValidateSettings.DEFAULT);
        packaging = Defaults.of(packaging, PackageSettings.DEFAULT);
        deploy = Defaults.of(deploy, DeploySettings.DEFAULT);
        drift = Defaults.of(drift, DriftSettings.DEFAULT);
    }

    /** The same with other settings of the data. */
    public Configuration with(DataSettings other) {
        return new Configuration(model, description, store, other, split, train, validate, packaging, deploy, drift);
    }
}
