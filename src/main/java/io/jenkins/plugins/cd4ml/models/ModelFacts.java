package io.jenkins.plugins.cd4ml.models;

import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What machines are told of a model besides its versions. */
@ExportedBean(defaultVisibility = 2)
public final class ModelFacts {
    private final ModelSummary summary;

    ModelFacts(ModelSummary summary) {
        this.summary = summary;
    }

    @Exported
    public String getDescription() {
        return summary.settings().description();
    }

    /** Full names of jobs and folders whose builds may register, promote and deploy. */
    @Exported
    public List<String> getJobs() {
        return summary.settings().jobs();
    }

    /** Full names of jobs and folders whose builds may use the champion besides. */
    @Exported
    public List<String> getReaders() {
        return summary.settings().readers();
    }

    /** Environments in which a version serves only when a person has approved it. */
    @Exported
    public List<String> getApprovals() {
        return summary.settings().approvals();
    }

    /** What environments require, a line each: {@code production: verdict, approval}. */
    @Exported
    public List<String> getRules() {
        return summary.settings().rules().stream()
                .map(rule -> rule.environment() + ": " + rule.words())
                .toList();
    }

    /** The version that serves, by environment. */
    @Exported
    public Map<String, Integer> getChampions() {
        Map<String, Integer> champions = new LinkedHashMap<>();
        summary.champions().forEach(champion -> champions.put(champion.environment(), champion.version()));
        return champions;
    }
}
