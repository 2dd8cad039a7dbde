package io.jenkins.cd4ml.protocol;

import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import java.util.List;
import java.util.Map;

/** Builds a {@link StageRequest} by the names of its parts. */
public final class StageRequestBuilder {
    private final Stage stage;
    private final String run;
    private final String project;
    private int protocol = Protocol.VERSION;
    private String continues;
    private String configuration = ProjectLayout.CONFIGURATION;
    private Map<String, Object> settings = Map.of();
    private List<String> arguments = List.of();
    private ModelReference champion;
    private ModelReference candidate;
    private String baseline;
    private RegistryMode registry = RegistryMode.LOCAL;
    private boolean verifyReproducible;
    private Map<String, String> results;
    private List<LedgerEntry> ledger;
    private List<ModelReference> references;
    private List<EarlierChampion> champions;
    private String withoutVerdict;

    StageRequestBuilder(Stage stage, String run, String project) {
        this.stage = stage;
        this.run = run;
        this.project = project;
    }

    StageRequestBuilder(StageRequest request) {
        this(request.stage(), request.run(), request.project());
        protocol = request.protocol();
        continues = request.continues();
        configuration = request.configuration();
        settings = request.settings();
        arguments = request.arguments();
        champion = request.champion();
        candidate = request.candidate();
        baseline = request.baseline();
        registry = request.registry();
        verifyReproducible = request.verifyReproducible();
        results = request.results();
        ledger = request.ledger();
        references = request.references();
        champions = request.champions();
        withoutVerdict = request.withoutVerdict();
    }

    public StageRequestBuilder configuration(String file) {
        configuration = file;
        return this;
    }

    public StageRequestBuilder settings(Map<String, Object> overrides) {
        settings = overrides;
        return this;
    }

    public StageRequestBuilder champion(ModelReference reference) {
        champion = reference;
        return this;
    }

    public StageRequestBuilder candidate(ModelReference reference) {
        candidate = reference;
        return this;
    }

    public StageRequestBuilder baseline(String manifest) {
        baseline = manifest;
        return this;
    }

    public StageRequestBuilder registry(RegistryMode mode) {
        registry = mode;
        return this;
    }

    public StageRequestBuilder verifyReproducible(boolean twice) {
        verifyReproducible = twice;
        return this;
    }

    public StageRequestBuilder results(Map<String, String> digests) {
        results = digests;
        return this;
    }

    public StageRequestBuilder references(List<ModelReference> versions) {
        references = versions;
        return this;
    }

    public StageRequestBuilder champions(List<EarlierChampion> earlier) {
        champions = earlier;
        return this;
    }

    public StageRequestBuilder continues(String earlierRun) {
        continues = earlierRun;
        return this;
    }

    public StageRequestBuilder arguments(List<String> more) {
        arguments = more;
        return this;
    }

    public StageRequestBuilder ledger(List<LedgerEntry> judgements) {
        ledger = judgements;
        return this;
    }

    public StageRequestBuilder withoutVerdict(String reason) {
        withoutVerdict = reason;
        return this;
    }

    public StageRequest build() {
        return new StageRequest(
                protocol,
                stage,
                run,
                continues,
                project,
                configuration,
                settings,
                arguments,
                champion,
                candidate,
                baseline,
                registry,
                verifyReproducible,
                results,
                ledger,
                references,
                champions,
                withoutVerdict);
    }
}
