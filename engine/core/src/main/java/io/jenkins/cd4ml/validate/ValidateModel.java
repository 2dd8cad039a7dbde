package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.chain.JudgedModel;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.OutputFile;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Evidence;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageFunction;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.TreeContributions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code validateModel}: judges the run's model on held-out rows, holds the gates against what was measured, compares with the
 * champion, and writes {@code validate/junit.xml}.
 */
public final class ValidateModel implements StageFunction {
    private final Models models;

    public ValidateModel() {
        this(new InstalledModels());
    }

    ValidateModel(Models models) {
        this.models = models;
    }

    /** The models that take part, and what they predict. */
    interface Models {
        /** What the run's model says about these rows of the table. */
        Predictions candidate(StageContext context, Path modelFolder, Table table, int[] rows)
                throws IOException, InterruptedException;

        /** What serves now; empty where nothing does. */
        Optional<ModelReference> champion(StageRequest request, StageContext context) throws IOException;

        /** What a packaged model says about all rows of the table. */
        Predictions packaged(StageContext context, Path packageFolder, Table rows)
                throws IOException, InterruptedException;
    }

    @Override
    public StageOutcome run(StageRequest request, StageContext context) throws IOException, InterruptedException {
        Configuration configuration = context.configuration();
        ValidateSettings settings = configuration.validate();
        String dataVersion = Manifest.read(context.run().manifest()).version();
        // before the data: a missing model is the quicker answer
        RunCandidate own = isElsewhere(settings) ? null : RunCandidate.of(context, models);
        Table table = TableLoader.ofRun(context);
        LearningTask task =
                own == null ? LearningTask.toJudge(configuration, table) : LearningTask.of(configuration, table);
        Candidate candidate = own == null ? elsewhere(context, task, table) : own;
        JudgedModel judged = JudgedModel.of(context, dataVersion, own == null ? candidate.version() : null);
        HeldOut heldOut = HeldOut.of(configuration, table, task, candidate);
        Truth truth = heldOut.truth();
        List<GateRule> rules = GateRules.of(settings, truth.task(), truth.labels(), table.schema());
        List<FairnessRule> fairnessRules = FairnessRule.of(settings, truth.task(), truth.labels(), table.schema());
        MetricKey importance = settings.importance() == null
                ? null
                : GateRules.importance(settings.importance().metric(), truth.task(), truth.labels());
        SliceColumns slices = SliceColumns.of(settings, rules, heldOut.rows());
        heldOut.requireUnseen(configuration, candidate.trainedOn(), context.events());
        List<Check> ofFiles =
                new FileGates(context.project(), dataVersion, candidate.version()).judge(settings.gates());
        Predictions predictions = predictions(context, table, heldOut, candidate);
        GateRules.requireProbabilities(rules, predictions, candidate.source());
        Opponent opponent = opponent(request, context, heldOut, task, candidate);
        EarlierChampions champions = EarlierChampions.of(request, context);
        Map<String, Opponent> others = others(rules, request, context, heldOut, task, candidate, champions);
        context.cancellation().check();

        RowLedger ledger = RowLedger.open(request, context, heldOut, task.target(), judged);
        AlphaBudget budget = ledger.budget();
        ComparisonJudge judge = new ComparisonJudge(
                new GateJudge(truth.labels(), dataVersion, candidate.version(), budget), settings.firstModel(), budget);
        Resampling resampling = Resampling.of(settings, context.cancellation(), done -> context.events()
                .progress(done, settings.resamples(), "resamples"));
        Judgement judgement =
                Judgement.of(truth, predictions, opponent, others, slices, settings, rules, judge, resampling);
        Fairness fairness = Fairness.of(
                settings,
                fairnessRules,
                heldOut.rows(),
                truth,
                predictions,
                new FairnessJudge(
                        settings.minSliceRows(),
                        heldOut.hasSensitiveNumbers(task.target()),
                        dataVersion,
                        candidate.version()),
                resampling);
        Suspicions suspicions = Suspicions.of(
                configuration,
                table,
                task,
                heldOut,
                candidate,
                own != null,
                predictions,
                opponent,
                dataVersion,
                context.events());
        ReusedRows reused = ReusedRows.of(ledger, judgement.checks(), dataVersion, candidate.version());
        List<Check> inOrder = Stream.of(
                        ledger.annotated(judgement.checks()),
                        fairness.checks(),
                        ofFiles,
                        suspicions.checks(),
                        reused.checks())
                .flatMap(List::stream)
                .toList();
        List<Check> checks = inOrder.stream()
                .sorted(Comparator.comparing(check -> check.failed() ? 0 : check.inconclusive() ? 1 : 2))
                .toList();
        Verdict verdict = Verdicts.of(checks, settings.onInconclusive());
        ValidateModelDetail detail = DetailOfJudgement.of(
                settings.split(),
                truth,
                predictions,
                opponent,
                judgement,
                rules,
                settings.minSliceRows(),
                candidate.source(),
                importance(context, heldOut, candidate, predictions, importance, resampling),
                importance == null ? null : contributions(context, table, heldOut, own, resampling),
                fairness,
                heldOut.residuals(task.target(), predictions),
                new Evidence(
                        judgement.sensitivities(),
                        judgement.passIfEqual(),
                        reused.shown(ledger.entry(verdict)),
                        settings.onInconclusive().word(),
                        ChampionLosses.of(champions, rules, truth.labels(), opponent, judgement.paired())));
        OutputFile junit = junit(context, inOrder, detail);
        ChainLink link = judged.link();
        ledger.close(verdict);
        return new StageOutcome(
                verdict,
                suspicions
                        .and(reused.remarks())
                        .onto(
                                Summary.of(
                                        truth.task(),
                                        judgement.whole(),
                                        Suspicions.counted(checks),
                                        settings.gates().size(),
                                        settings.onInconclusive(),
                                        opponent,
                                        judgement.passIfEqual()),
                                checks),
                checks,
                detail,
                List.of(junit),
                Provenances.of(context, dataVersion, settings.seed(), Map.of(), null, null),
                link);
    }

    private static boolean isElsewhere(ValidateSettings settings) {
        return settings.model() != null || settings.predictions() != null;
    }

    private static Candidate elsewhere(StageContext context, LearningTask task, Table table) throws IOException {
        ValidateSettings settings = context.configuration().validate();
        Candidate candidate = settings.model() != null
                ? OnnxCandidate.of(context, settings.model(), task, table.schema())
                : PredictedRows.of(context, settings.predictions(), task, table.schema());
        context.events()
                .message("judging " + candidate.source()
                        + "; nobody here knows which rows it was trained on, so make sure that it was none of these");
        return candidate;
    }

    private static Predictions predictions(StageContext context, Table table, HeldOut heldOut, Candidate candidate)
            throws IOException, InterruptedException {
        context.events()
                .message("asking the model about "
                        + Sentences.rows(heldOut.rows().rows()));
        Predictions predictions = candidate.predict(table, heldOut.positions());
        heldOut.truth().labels().requireKnown(predictions, candidate.source());
        return predictions;
    }

    private static ValidateModelDetail.Importance importance(
            StageContext context,
            HeldOut heldOut,
            Candidate candidate,
            Predictions predictions,
            MetricKey metric,
            Resampling resampling)
            throws IOException, InterruptedException {
        if (metric == null) {
            return null;
        }
        if (candidate.columns().isEmpty()) {
            throw InputException.ofKey(
                    "validate.importance",
                    "a file of predictions cannot be asked about shuffled rows; remove it, or judge a model");
        }
        if (predictions.labelsOnly() && metric.name().needsProbabilities()) {
            throw InputException.ofKey(
                    "validate.importance",
                    metric.name().id() + " needs probabilities, and " + candidate.source() + " has labels only");
        }
        if (candidate.columns().stream().anyMatch(name -> heldOut.rows().column(name) instanceof ColumnValues.Images)) {
            throw InputException.ofKey(
                    "validate.importance",
                    "the model reads whole images as one column, and shuffling them says nothing of their parts; remove it");
        }
        context.events().message("asking the model about shuffled columns");
        int repeats = context.configuration().validate().importance().repeats();
        ValidateModelDetail.Importance found = new PermutationImportance(
                        candidate, heldOut.truth(), metric, repeats, resampling)
                .of(heldOut.rows(), predictions);
        if (found != null && found.unmeasured() != null) {
            context.events()
                    .warning(String.format(
                            Locale.ROOT,
                            "the importance of %,d of %,d columns was not measured: each takes %d times %,d rows of all columns;"
                                    + " measured were those that explain most of the model's answers by themselves",
                            found.unmeasured(),
                            found.unmeasured() + found.columns().size(),
                            found.repeats(),
                            found.rows()));
        }
        if (found == null) {
            context.events()
                    .warning("no importance of the columns: " + metric.name().id()
                            + " is not defined on these rows, as where a class is missing or an actual value is 0");
        }
        return found;
    }

    /** Of the run's model where it is made of trees; null for others. */
    private static ValidateModelDetail.Contributions contributions(
            StageContext context, Table table, HeldOut heldOut, RunCandidate own, Resampling resampling)
            throws IOException, InterruptedException {
        if (own == null || !TreeContributions.has(own.model().spec())) {
            return null;
        }
        int[] rows = IntStream.of(ShapSummary.rows(heldOut.positions().length, resampling.seed()))
                .map(row -> heldOut.positions()[row])
                .toArray();
        context.events().message("asking the trees what moved their answers to " + Sentences.rows(rows.length));
        TreeContributions found = TreeContributions.of(context, own.folder(), table, rows);
        int classes = own.model().spec().classes().size();
        return ShapSummary.of(found, classes == 0 ? "target" : classes == 2 ? "log-odds" : "logits", resampling);
    }

    private Opponent opponent(
            StageRequest request, StageContext context, HeldOut heldOut, LearningTask task, Candidate candidate)
            throws IOException, InterruptedException {
        Optional<ModelReference> reference = models.champion(request, context);
        return opponent(reference, "the champion", context, heldOut, task, candidate);
    }

    /** The opponents besides the champion, by {@link GateRule.Versus#opponent}. */
    private Map<String, Opponent> others(
            List<GateRule> rules,
            StageRequest request,
            StageContext context,
            HeldOut heldOut,
            LearningTask task,
            Candidate candidate,
            EarlierChampions champions)
            throws IOException, InterruptedException {
        Labels labels = heldOut.truth().labels();
        Optional<ModelReference> champion = models.champion(request, context);
        Map<String, Opponent> others = new LinkedHashMap<>();
        for (GateRule rule : rules) {
            if (!(rule instanceof GateRule.Versus versus)) {
                continue;
            }
            if (versus.champion()) {
                String lost = References.lost(versus, champions, labels, champion);
                if (lost != null) {
                    context.events().warning(lost);
                }
            } else if (!others.containsKey(versus.opponent(labels))) {
                Optional<ModelReference> reference =
                        References.of(versus, request, context, champion, champions, labels);
                others.put(
                        versus.opponent(labels),
                        reference.isPresent() && reference.get().path() == null
                                ? Opponent.absent(
                                        reference.get(),
                                        versus.other() + " was not brought along by the registry that the caller keeps",
                                        0)
                                : opponent(reference, versus.other(), context, heldOut, task, candidate));
            }
        }
        return others;
    }

    private Opponent opponent(
            Optional<ModelReference> reference,
            String name,
            StageContext context,
            HeldOut heldOut,
            LearningTask task,
            Candidate candidate)
            throws IOException, InterruptedException {
        if (reference.isEmpty()) {
            String environment = context.configuration().deploy().environment();
            return Opponent.absent(null, "no model serves in " + environment + " yet", 0);
        }
        context.events().message("asking " + name + " about the rows that neither model was trained on");
        Opponent opponent = Champion.open(reference.get(), context.project())
                .opponent(
                        heldOut.rows(),
                        heldOut.truth(),
                        task.target(),
                        candidate.seen(),
                        (folder, rows) -> models.packaged(context, folder, rows));
        if (!opponent.comparable()) {
            context.events().warning("not compared with " + name + ": " + opponent.reason());
        } else if (opponent.excluded() > 0) {
            String left = opponent.leftOut();
            if (opponent.mostLeftOut()) {
                context.events().warning(left);
            } else {
                context.events().message(left);
            }
        }
        return opponent;
    }

    private static OutputFile junit(StageContext context, List<Check> checks, ValidateModelDetail detail)
            throws IOException {
        Path file = context.run().validation().resolve("junit.xml");
        String className = context.configuration().model() + "." + Stage.VALIDATE_MODEL.step();
        JUnitReport.write(file, className, checks, detail.metrics());
        String path = context.project().relativize(file).toString().replace('\\', '/');
        return new OutputFile("junit", path, Sha256.of(file), Files.size(file));
    }
}
