package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.data.source.CodePointOrder;
import io.jenkins.cd4ml.model.FeaturePreparation.Category;
import io.jenkins.cd4ml.model.RowCodec;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the values of a category, as scikit-learn's {@code OneHotEncoder(handle_unknown="ignore")} does, in code-point order.
 * Beyond {@code train.maxCategories} the most frequent ones are kept (of equally frequent ones the first in that order), and
 * the rest are "unknown"; missing values, where there are any, are always a value of their own.
 */
final class CategoryFit {
    private CategoryFit() {}

    static Category of(TrainSettings settings, String column, String[] values) {
        Map<String, Integer> counts = new HashMap<>();
        for (String value : values) {
            counts.merge(value, 1, Integer::sum);
        }
        boolean missing = counts.remove(RowCodec.MISSING_TEXT) != null;
        Comparator<String> byCount = Comparator.comparing((String value) -> -counts.get(value));
        List<String> kept = counts.keySet().stream()
                .sorted(byCount.thenComparing(CodePointOrder.INSTANCE))
                .limit(settings.maxCategories())
                .toList();
        return new Category(
                column,
                Stream.concat(kept.stream(), missing ? Stream.of(RowCodec.MISSING_TEXT) : Stream.empty())
                        .sorted(CodePointOrder.INSTANCE)
                        .toList());
    }
}
