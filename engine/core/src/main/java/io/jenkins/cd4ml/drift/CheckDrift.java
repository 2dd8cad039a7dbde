package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.packaging.PackagedModel;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * {@code checkDrift}: compares current rows with those a model was trained on, column by column, and what the model predicts
 * on both. The verdict is {@link Verdict#FAILED} when the share of drifted columns reaches {@code drift.share} or the
 * predictions have drifted, or where labels sent later show that the model is right less often than it was.
 */
public final class CheckDrift implements StageFunction {
    private final PredictionDrift.Predictor predictor;

    public CheckDrift() {
        this(PackagedModel::predict);
    }

    /** With another way to predict. */
    CheckDrift(PredictionDrift.Predictor predictor) {
        this.predictor = predictor;
    }

    @Override
    public StageOutcome run(StageRequest request, StageContext context) throws IOException, InterruptedException {
        Configuration configuration = context.configuration();
        Optional<DriftModel> model = DriftModel.find(request, context);
        ReferenceRows reference = ReferenceRows.of(context, model.orElse(null));
        context.cancellation().check();
        Schema schema = reference.table().schema();
        ColumnPlan plan = ColumnPlan.of(configuration, model.orElse(null), reference.table());
        String target = configuration.data().target();
        CurrentRows current = CurrentRows.read(context, plan.wanted(schema, target), target);
        context.events()
                .message(Figures.count(current.table().rows()) + " current rows against "
                        + Figures.count(reference.table().rows()) + " of " + reference.name());

        Optional<QualityDrift> quality = model.flatMap(found -> QualityDrift.judge(context, found, current));
        DriftResult result = new DriftResult(context, reference, current, model.orElse(null), quality.orElse(null));
        Judge judge = new Judge(configuration.drift());
        List<Judgement> columns = judge(context, judge, plan, reference, current);
        if (!configuration.drift().predictions()) {
            return result.of(columns, null);
        }
        if (model.isEmpty()) {
            context.events().warning(DriftResult.NO_MODEL);
            return result.of(columns, null);
        }
        return result.of(
                columns,
                PredictionDrift.judge(
                        context,
                        model.get(),
                        predictor,
                        reference.table(),
                        current.table(),
                        judge,
                        isSensitive(configuration, schema, model.get().target())));
    }

    private static List<Judgement> judge(
            StageContext context, Judge judge, ColumnPlan plan, ReferenceRows reference, CurrentRows current) {
        List<Judgement> judgements = new ArrayList<>();
        for (PlannedColumn planned : plan.columns()) {
            context.cancellation().check();
            String name = planned.column().name();
            if (planned.leftOut() != null) {
                judgements.add(Judgement.leftOut(planned));
            } else if (current.has(name)) {
                judgements.add(judge.judge(ComparedColumn.of(
                        planned.column(),
                        planned.role(),
                        reference.table().column(name),
                        current.column(name),
                        planned.asCategories())));
            }
            context.events().progress(judgements.size(), plan.columns().size(), "columns");
        }
        judgements.sort(Comparator.comparingInt(Judgement::rank));
        return judgements;
    }

    private static boolean isSensitive(Configuration configuration, Schema schema, String target) {
        var declared = configuration.data().columns().get(target);
        return declared != null && declared.sensitive()
                || schema.find(target).map(Column::sensitive).orElse(false);
    }
}
