package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** {@code packageModel} as it is, but for the two models that must agree, which do. */
public final class FakePackaging {
    private FakePackaging() {}

    public static StageFunction stage() {
        return new PackageModel(new PackageModel.Models() {
            @Override
            public Predictions packaged(StageContext context, Path packageFolder, Table rows) {
                return answers(rows.rows());
            }

            @Override
            public Predictions trained(StageContext context, Table table, int[] rows) {
                return answers(rows.length);
            }
        });
    }

    private static Predictions answers(int rows) {
        double[][] values = new double[rows][];
        Arrays.fill(values, new double[] {0.2, 0.8});
        return new Predictions(List.of("a", "b"), values);
    }
}
