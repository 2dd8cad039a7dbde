package io.jenkins.cd4ml.protocol;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;

/**
 * What a stage is asked to do. What it works on stands in the project's {@code cd4ml.yaml}; {@code settings} overrides
 * keys of the stage's own section there and is checked against the same schema.
 *
 * @param protocol {@link Protocol#VERSION}
 * @param run id of the run whose folder {@code .cd4ml/runs/<id>/} holds what earlier stages left
 * @param continues id of an earlier run whose files a new run starts from: what its stages left is copied once; null for none
 * @param project absolute path of the project's folder
 * @param configuration path of the configuration file, relative to the project: {@code cd4ml.yaml}
 * @param settings overrides, by key of the stage's section; may be empty
 * @param arguments more overrides, each {@code key=value} with a value in YAML as on the command line; they win over {@code settings}
 * @param champion the version in production, where the caller's registry knows it (Jenkins); null: none, or with {@code LOCAL} ask the local registry
 * @param candidate {@code deployCanary}: the run's package as the caller's registry numbered it; null: ask the local registry
 * @param baseline earlier data version to compare with, a path: its manifest, or the {@code *.result.json} of its {@code versionData}
 *     with {@code manifest.json} beside it where that was kept; null: the newest one known locally. {@code checkDrift}: manifest of
 *     the data version that the champion was trained on; null: the run's own, or one known locally
 * @param registry whether the stage may write to the local registry ({@code LOCAL}) or only proposes ({@code PROPOSE})
 * @param verifyReproducible {@code trainModel}: train twice in two processes and compare the bits
 * @param results SHA-256 in hex of the results of this run's earlier stages, by the stage's step name, as the caller recorded them; a stage
 *     relies on no other. Null: the caller keeps none, and the run's folder is believed (the command line)
 * @param ledger earlier judgements of this model, where the caller's registry keeps them; null: the local ledger
 * @param references the versions besides the champion that the project's gates compare with, where the caller's registry keeps them; null: the
 *     local registry is read, or with {@code PROPOSE} there are none
 * @param champions the champions of the environment so far, the first one first, where the caller's registry keeps them; null likewise
 * @param withoutVerdict {@code deployCanary}: why, and by whose word, a candidate that no verdict covers is rolled out all the same; null: it
 *     is refused
 */
public record StageRequest(
        int protocol,
        Stage stage,
        String run,
        String continues,
        String project,
        String configuration,
        Map<String, Object> settings,
        List<String> arguments,
        ModelReference champion,
        ModelReference candidate,
        String baseline,
        RegistryMode registry,
        boolean verifyReproducible,
        @JsonSetter(nulls = Nulls.SET) Map<String, String> results,
        @JsonSetter(nulls = Nulls.SET) List<LedgerEntry> ledger,
        @JsonSetter(nulls = Nulls.SET) List<ModelReference> references,
        @JsonSetter(nulls = Nulls.SET) List<EarlierChampion> champions,
        String withoutVerdict) {

    /** A request for a stage of a run: the file {@code cd4ml.yaml}, no overrides, the local registry; all else is absent. */
    public static StageRequestBuilder of(Stage stage, String run, String project) {
        return new StageRequestBuilder(stage, run, project);
    }

    /** This request, to be changed in parts. */
    public StageRequestBuilder but() {
        return new StageRequestBuilder(this);
    }

    /** Who holds the truth about versions. */
    public enum RegistryMode {
        LOCAL,
        PROPOSE
    }
}
