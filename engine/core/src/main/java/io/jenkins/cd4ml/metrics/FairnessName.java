package io.jenkins.cd4ml.metrics;

import static io.jenkins.cd4ml.model.Task.CLASSIFICATION;
import static io.jenkins.cd4ml.model.Task.REGRESSION;

import io.jenkins.cd4ml.model.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How unequally a model treats groups, one figure over all of them. Those of a classification are Fairlearn's; see
 * docs/validate-model.md for each formula.
 */
public enum FairnessName {
    DEMOGRAPHIC_PARITY_DIFFERENCE("demographic_parity_difference", CLASSIFICATION, false),
    DEMOGRAPHIC_PARITY_RATIO("demographic_parity_ratio", CLASSIFICATION, true),
    EQUAL_OPPORTUNITY_DIFFERENCE("equal_opportunity_difference", CLASSIFICATION, false),
    EQUALIZED_ODDS_DIFFERENCE("equalized_odds_difference", CLASSIFICATION, false),
    EQUALIZED_ODDS_RATIO("equalized_odds_ratio", CLASSIFICATION, true),
    MEAN_PREDICTION_DIFFERENCE("mean_prediction_difference", REGRESSION, false),
    MEAN_ERROR_DIFFERENCE("mean_error_difference", REGRESSION, false),
    MAE_DIFFERENCE("mae_difference", REGRESSION, false),
    MAE_RATIO("mae_ratio", REGRESSION, true);

    private final String id;
    private final Task task;
    private final boolean higherIsBetter;

    FairnessName(String id, Task task, boolean higherIsBetter) {
        this.id = id;
        this.task = task;
        this.higherIsBetter = higherIsBetter;
    }

    /** The name in YAML, JSON and messages. */
    public String id() {
        return id;
    }

    public Task task() {
        return task;
    }

    /** Ratios are best at 1, differences at 0. */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** The rates of {@link GroupRates#rateNames()} that it is over. */
    int[] rates() {
        return switch (this) {
            case DEMOGRAPHIC_PARITY_DIFFERENCE, DEMOGRAPHIC_PARITY_RATIO, MEAN_PREDICTION_DIFFERENCE -> new int[] {0};
            case EQUAL_OPPORTUNITY_DIFFERENCE, MEAN_ERROR_DIFFERENCE -> new int[] {1};
            case EQUALIZED_ODDS_DIFFERENCE, EQUALIZED_ODDS_RATIO -> new int[] {1, 2};
            case MAE_DIFFERENCE, MAE_RATIO -> new int[] {GroupRates.MAE};
        };
    }

    /** Whether it is the smallest by the largest, else their difference. */
    boolean ofRatio() {
        return higherIsBetter;
    }

    /** The figure of that id. */
    public static Optional<FairnessName> find(String id) {
        return of(null).stream().filter(name -> name.id.equals(id)).findFirst();
    }

    /** The figures of a task; null: all. */
    public static List<FairnessName> of(Task task) {
        return Arrays.stream(values())
                .filter(name -> task == null || name.task == task)
                .toList();
    }
}
