package io.jenkins.cd4ml.leak;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.config.LeakSettings;
import io.jenkins.cd4ml.config.LeakSettings.Policy;
import io.jenkins.cd4ml.config.SplitSettings.Method;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Looks for leaks, each as a check with a policy of its own. What is nearly certain fails where the policy says so; a suspicion is reported as a
 * check without a verdict, and as a remark for the headline, unless its policy is {@code fail}.
 */
public final class LeakChecks {
    static final String COPIES = "no copies across the split";
    static final String FEATURE = "no feature alone gives the answer";
    static final String KEY = "no key among the features";
    static final String GROUPS = "no groups on both sides of the split";
    static final String DATES = "dates decide the split";
    static final String NO_KEY = "rows have a key";

    private final JudgedData data;
    private final Configuration configuration;
    private final LeakSettings policies;
    private final String dataVersion;
    private final String modelVersion;
    private final List<Check> checks = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private LeakChecks(JudgedData data, Configuration configuration, String dataVersion, String modelVersion) {
        this.data = data;
        this.configuration = configuration;
        this.policies = configuration.validate().leaks();
        this.dataVersion = dataVersion;
        this.modelVersion = modelVersion;
    }

    /**
     * What was found.
     *
     * @param checks one for each kind of leak that is looked for
     * @param remarks what a headline should mention, a few words each
     */
    public record Findings(List<Check> checks, List<String> remarks) {}

    /** Looks for all leaks whose policy is not {@code off}; a pure function of data, configuration and split. */
    public static Findings of(JudgedData data, Configuration configuration, String dataVersion, String modelVersion) {
        LeakChecks looking = new LeakChecks(data, configuration, dataVersion, modelVersion);
        looking.copies();
        looking.features();
        looking.groups();
        looking.dates();
        looking.key();
        return new Findings(List.copyOf(looking.checks), List.copyOf(looking.remarks));
    }

    private void copies() {
        if (policies.copies() == Policy.OFF) {
            return;
        }
        if (data.describing().isEmpty() || data.known().length == 0) {
            unknown(COPIES, data.describing().isEmpty() ? "what describes a row" : "which rows it was trained on");
            return;
        }
        RowCopies found = RowCopies.of(data);
        String figures = LeakSentences.copies(found, data.target());
        if (found.suspected()) {
            finding(
                    COPIES,
                    policies.copies(),
                    found.certain(),
                    found.share(),
                    null,
                    figures,
                    "copies of training rows");
        } else {
            passed(COPIES, found.share(), figures);
        }
    }

    private void features() {
        boolean off = policies.feature() == Policy.OFF && policies.key() == Policy.OFF;
        if (off) {
            return;
        }
        if (data.features().isEmpty()) {
            Stream.of(FEATURE, KEY)
                    .filter(name -> (name.equals(KEY) ? policies.key() : policies.feature()) != Policy.OFF)
                    .forEach(name -> unknown(name, "which columns the model reads"));
            return;
        }
        SingleFeature scorer = new SingleFeature(data);
        List<FeatureScore> scores = data.features().stream().map(scorer::of).toList();
        if (policies.feature() != Policy.OFF) {
            alone(scores);
        }
        if (policies.key() != Policy.OFF) {
            keys(scores);
        }
    }

    private void alone(List<FeatureScore> scores) {
        FeatureScore best = scores.stream()
                .filter(score -> !Double.isNaN(score.value()))
                .max(Comparator.comparingDouble(FeatureScore::value))
                .orElse(null);
        if (best == null) {
            passed(FEATURE, null, "no feature can be held against " + data.target() + " alone");
        } else if (best.certain()) {
            List<String> all = scores.stream()
                    .filter(FeatureScore::certain)
                    .map(FeatureScore::column)
                    .toList();
            String message = LeakSentences.alone(best, all, data.target());
            finding(FEATURE, policies.feature(), true, best.value(), 0.99, message, "one column gives the answer");
        } else {
            passed(FEATURE, best.value(), LeakSentences.best(best, data.target()));
        }
    }

    private void keys(List<FeatureScore> scores) {
        List<String> configured = configuration.data().key();
        int[] rows = data.answered();
        List<KeyFeature> found = scores.stream()
                .map(score -> KeyFeature.of(data, score, configured, rows))
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(key -> !key.certain()))
                .toList();
        if (found.isEmpty()) {
            passed(KEY, null, "no feature names rows");
            return;
        }
        finding(
                KEY,
                policies.key(),
                found.get(0).certain(),
                null,
                null,
                LeakSentences.key(found.get(0), found.size()),
                "a key among the features");
    }

    private void groups() {
        if (policies.groups() == Policy.OFF) {
            return;
        }
        String group = configuration.split().group();
        if (group != null) {
            passed(GROUPS, null, "split.group keeps the rows of each " + group + " on one side");
            return;
        }
        if (data.known().length == 0) {
            unknown(GROUPS, "which rows it was trained on");
            return;
        }
        SharedGroups found = data.table().schema().columns().stream()
                .filter(column -> !column.name().equals(data.target()))
                .filter(column -> !configuration.data().key().equals(List.of(column.name())))
                .map(column -> SharedGroups.of(data, column))
                .filter(Objects::nonNull)
                .max(Comparator.comparingDouble(SharedGroups::likeness))
                .orElse(null);
        if (found == null) {
            passed(GROUPS, null, "no column names groups that share their " + data.target());
        } else {
            finding(
                    GROUPS,
                    policies.groups(),
                    true,
                    found.judgedShare(),
                    null,
                    LeakSentences.groups(
                            found, data.target(), configuration.split().method() == Method.TIME),
                    "groups on both sides of the split");
        }
    }

    private void dates() {
        if (policies.dates() == Policy.OFF) {
            return;
        }
        if (configuration.split().method() == Method.TIME || data.known().length == 0) {
            passed(
                    DATES,
                    null,
                    data.known().length == 0
                            ? "there is no split"
                            : "the split is by " + configuration.split().by());
            return;
        }
        List<Column> dates = data.table().schema().columns().stream()
                .filter(column -> column.type().isTemporal() && !column.name().equals(data.target()))
                .toList();
        if (dates.isEmpty()) {
            passed(DATES, null, "the data have no dates");
            return;
        }
        Column first = dates.get(0);
        ColumnValues.Dates days = (ColumnValues.Dates) data.table().column(first.name());
        finding(
                DATES,
                policies.dates(),
                true,
                null,
                null,
                LeakSentences.dates(first, days),
                "dates under a random split");
    }

    private void key() {
        if (policies.noKey() == Policy.OFF) {
            return;
        }
        List<String> configured = configuration.data().key();
        boolean images = configuration.data().format() == Format.IMAGES
                || configuration.data().images() != null;
        if (!configured.isEmpty() || images) {
            passed(
                    NO_KEY,
                    null,
                    images ? "an image is known by its content" : "rows are known by " + String.join(", ", configured));
        } else {
            finding(NO_KEY, policies.noKey(), true, null, null, LeakSentences.NO_KEY, "no data.key");
        }
    }

    private void finding(
            String name, Policy policy, boolean certain, Double value, Double limit, String message, String remark) {
        boolean fails = policy == Policy.FAIL && certain;
        if (!fails) {
            remarks.add(remark);
        }
        add(name, fails ? Outcome.FAILED : Outcome.SKIPPED, value, limit, (fails ? "" : "warning: ") + message);
    }

    private void unknown(String name, String what) {
        add(name, Outcome.SKIPPED, null, null, "not looked for: it is not known " + what);
    }

    private void passed(String name, Double value, String message) {
        add(name, Outcome.PASSED, value, null, message);
    }

    private void add(String name, Outcome outcome, Double value, Double limit, String message) {
        checks.add(new Check(
                name,
                "leak",
                outcome,
                value,
                limit,
                limit == null ? null : "<=",
                null,
                (long) data.judged().length,
                dataVersion,
                modelVersion,
                message));
    }
}
