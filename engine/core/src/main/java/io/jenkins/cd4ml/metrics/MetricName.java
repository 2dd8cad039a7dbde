package io.jenkins.cd4ml.metrics;

import static io.jenkins.cd4ml.model.Task.CLASSIFICATION;
import static io.jenkins.cd4ml.model.Task.REGRESSION;

import io.jenkins.cd4ml.model.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every metric there is, as scikit-learn defines it; calibration errors as docs/metrics.md does. */
public enum MetricName {
    ACCURACY("accuracy", CLASSIFICATION, Scope.WHOLE, true),
    BALANCED_ACCURACY("balanced_accuracy", CLASSIFICATION, Scope.WHOLE, true),
    PRECISION("precision", CLASSIFICATION, Scope.CLASS, true),
    RECALL("recall", CLASSIFICATION, Scope.CLASS, true),
    F1("f1", CLASSIFICATION, Scope.CLASS, true),
    PRECISION_MACRO("precision_macro", CLASSIFICATION, Scope.WHOLE, true),
    RECALL_MACRO("recall_macro", CLASSIFICATION, Scope.WHOLE, true),
    F1_MACRO("f1_macro", CLASSIFICATION, Scope.WHOLE, true),
    F1_WEIGHTED("f1_weighted", CLASSIFICATION, Scope.WHOLE, true),
    ROC_AUC("roc_auc", CLASSIFICATION, Scope.BOTH, true),
    AVERAGE_PRECISION("average_precision", CLASSIFICATION, Scope.BOTH, true),
    LOG_LOSS("log_loss", CLASSIFICATION, Scope.WHOLE, false),
    BRIER("brier", CLASSIFICATION, Scope.WHOLE, false),
    ECE("ece", CLASSIFICATION, Scope.WHOLE, false),
    ECE_EQUAL_MASS("ece_equal_mass", CLASSIFICATION, Scope.WHOLE, false),
    RMSE("rmse", REGRESSION, Scope.WHOLE, false),
    MAE("mae", REGRESSION, Scope.WHOLE, false),
    R2("r2", REGRESSION, Scope.WHOLE, true),
    MEDIAN_AE("median_ae", REGRESSION, Scope.WHOLE, false),
    MAPE("mape", REGRESSION, Scope.WHOLE, false);

    /** What a metric can speak of. */
    public enum Scope {
        /** All classes together, or all numbers. */
        WHOLE,
        /** One class; for binary tasks the positive one where none is named. */
        CLASS,
        /** One class against the rest, or all of them. */
        BOTH
    }

    private final String id;
    private final Task task;
    private final Scope scope;
    private final boolean higherIsBetter;

    MetricName(String id, Task task, Scope scope, boolean higherIsBetter) {
        this.id = id;
        this.task = task;
        this.scope = scope;
        this.higherIsBetter = higherIsBetter;
    }

    /** The name in YAML, JSON and messages: {@code f1_macro}. */
    public String id() {
        return id;
    }

    public Task task() {
        return task;
    }

    public Scope scope() {
        return scope;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** Whether it needs probabilities; predicted labels alone do not tell it. */
    public boolean needsProbabilities() {
        return switch (this) {
            case ROC_AUC, AVERAGE_PRECISION, LOG_LOSS, BRIER, ECE, ECE_EQUAL_MASS -> true;
            default -> false;
        };
    }

    /** The smallest value it can take. */
    public double lowest() {
        return this == R2 ? Double.NEGATIVE_INFINITY : 0;
    }

    /** The largest value it can take; the Brier score sums over the classes. */
    public double highest() {
        return switch (this) {
            case LOG_LOSS, RMSE, MAE, MEDIAN_AE, MAPE -> Double.POSITIVE_INFINITY;
            case BRIER -> 2;
            default -> 1;
        };
    }

    /** The metric of that id. */
    public static Optional<MetricName> find(String id) {
        return Arrays.stream(values()).filter(name -> name.id.equals(id)).findFirst();
    }

    /** The ids of a task's metrics. */
    public static List<String> ids(Task task) {
        return Arrays.stream(values())
                .filter(name -> name.task == task)
                .map(MetricName::id)
                .toList();
    }
}
