package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code validateModel} as it is, over a model that is asked in this process: class b where its first weight and x have one sign. */
public final class FakeJudging {
    private FakeJudging() {}

    public static StageFunction stage() {
        return new ValidateModel(new ValidateModel.Models() {
            @Override
            public Predictions candidate(StageContext context, Path folder, Table table, int[] rows)
                    throws IOException {
                float weight =
                        ModelFolder.read(folder).parameters().get(0).weight().values()[0];
                double[][] values = new double[rows.length][];
                for (int i = 0; i < rows.length; i++) {
                    double x = ((ColumnValues.Numbers) table.column("x")).values()[rows[i]];
                    boolean b = x * weight > 0;
                    values[i] = b ? new double[] {0.2, 0.8} : new double[] {0.8, 0.2};
                }
                return new Predictions(List.of("a", "b"), values);
            }

            @Override
            public Optional<ModelReference> champion(StageRequest request, StageContext context) {
                return Optional.empty();
            }

            @Override
            public Predictions packaged(StageContext context, Path packageFolder, Table rows) {
                throw new AssertionError("there is no champion");
            }
        });
    }
}
