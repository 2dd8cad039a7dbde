package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.Forest;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.protocol.FeatureImportance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** How much a forest makes of each column; columns that no split asks about are there with zeros. */
final class Importances {
    private Importances() {}

    /** The most important column first, by the sum of gains; empty for a model that is no forest. */
    static List<FeatureImportance> of(ModelSpec spec, Map<String, Tensor> tensors) {
        if (!spec.isForest()) {
            return List.of();
        }
        Forest forest = Forest.of(tensors);
        int[] columns = new int[spec.width()];
        int input = 0;
        for (int column = 0; column < spec.features().size(); column++) {
            for (int i = 0; i < spec.features().get(column).width(); i++) {
                columns[input++] = column;
            }
        }
        int count = spec.features().size();
        long[] splits = new long[count];
        double[] gains = new double[count];
        double[] covers = new double[count];
        double all = 0;
        for (int node = 0; node < forest.features().length; node++) {
            if (forest.features()[node] >= 0) {
                int column = columns[forest.features()[node]];
                splits[column]++;
                gains[column] += forest.gains()[node];
                covers[column] += forest.covers()[node];
                all += forest.gains()[node];
            }
        }
        List<FeatureImportance> importances = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FeaturePreparation feature = spec.features().get(i);
            double times = Math.max(1, splits[i]);
            importances.add(new FeatureImportance(
                    feature.column(), splits[i], gains[i] / times, covers[i] / times, all > 0 ? gains[i] / all : 0));
        }
        importances.sort(Comparator.comparingDouble(FeatureImportance::share).reversed());
        return List.copyOf(importances);
    }
}
