package io.jenkins.cd4ml.packaging.foreign;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.jenkins.cd4ml.data.TableFile;
import io.jenkins.cd4ml.model.PredictionFile;
import io.jenkins.cd4ml.onnx.OnnxInspection;
import io.jenkins.cd4ml.onnx.RuntimeReason;
import io.jenkins.cd4ml.packaging.foreign.OnnxAdapter.Adapted;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.runtime.WorkerMain;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process that opens an ONNX file made elsewhere: arguments are a {@link ForeignQuestion} as JSON, a {@link TableFile} of
 * rows, the {@link PredictionFile} to write, the one to write with {@link ForeignQuestion.Answered}, and where it is to be packaged
 * the one to write with the {@link OnnxAdapter adapted} model.
 */
public final class ForeignWorker {
    private static final int BATCH = 1024;
    private static final int ADAPTED = 4;

    private ForeignWorker() {}

    public static void main(String[] args) {
        WorkerMain.run(args, (arguments, events) -> {
            List<Path> files = arguments.stream().map(Path::of).toList();
            ForeignQuestion question =
                    ForeignQuestion.JSON.readValue(files.get(0).toFile(), ForeignQuestion.class);
            Table rows = TableFile.read(files.get(1));
            Path adapted = files.size() > ADAPTED ? files.get(ADAPTED) : null;
            AnswerTable answers = ask(question, rows, adapted);
            PredictionFile.write(files.get(2), answers.predictions());
            Files.write(files.get(3), ForeignQuestion.JSON.writeValueAsBytes(answers.answered()));
        });
    }

    private static AnswerTable ask(ForeignQuestion question, Table rows, Path adapted) throws IOException {
        byte[] model = OnnxInspection.read(Path.of(question.path()), question.name());
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "cd4ml");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setDeterministicCompute(true);
            // never its own format, which nobody looked through
            options.addConfigEntry("session.load_model_format", "ONNX");
            // the bytes that were looked through, not the file: no path that something could be relative to
            try (OrtSession session = environment.createSession(model, options)) {
                ForeignInputs inputs = ForeignInputs.of(question, session.getInputInfo(), rows.schema());
                ForeignAnswer answer =
                        new ForeignAnswer(question, ForeignOutputs.of(question, session.getOutputInfo()));
                int batch = inputs.batch() > 0 ? inputs.batch() : BATCH;
                List<ForeignAnswer.Row> answers = new ArrayList<>();
                for (int from = 0; from < rows.rows(); from += batch) {
                    int to = Math.min(rows.rows(), from + batch);
                    answers.addAll(run(environment, session, inputs, answer, rows, from, to));
                }
                if (adapted != null) {
                    int width = width(session, answer.outputs(), answers);
                    Adapted made = OnnxAdapter.adapt(model, question, rows.schema(), inputs, answer.outputs(), width);
                    Files.write(adapted, made.onnx());
                    Files.write(
                            adapted.resolveSibling(ForeignModel.SIGNATURE),
                            ForeignQuestion.JSON.writeValueAsBytes(new Signature(made.columns(), made.classes())));
                }
                return new AnswerTable(question, answers, answer.outputs().single());
            }
        } catch (OrtException e) {
            throw new InputException(question.name() + " cannot be run by ONNX Runtime: " + RuntimeReason.of(e));
        }
    }

    /** What the adapted model reads and answers. */
    record Signature(List<String> columns, List<String> classes) {}

    /** How many numbers the plain tensor has that answers; 0 where none does. */
    private static int width(OrtSession session, ForeignOutputs outputs, List<ForeignAnswer.Row> answers)
            throws OrtException {
        NodeInfo output = session.getOutputInfo().get(outputs.answers().get(0));
        boolean scores = output.getInfo() instanceof TensorInfo
                && !answers.isEmpty()
                && answers.get(0).scores() != null;
        return scores ? answers.get(0).scores().length : 0;
    }

    private static List<ForeignAnswer.Row> run(
            OrtEnvironment environment,
            OrtSession session,
            ForeignInputs inputs,
            ForeignAnswer answer,
            Table rows,
            int from,
            int to)
            throws OrtException {
        Map<String, OnnxTensor> tensors = inputs.tensors(environment, rows, from, to);
        try (OrtSession.Result result = session.run(tensors, answer.names())) {
            return answer.rows(result, to - from);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }
}
