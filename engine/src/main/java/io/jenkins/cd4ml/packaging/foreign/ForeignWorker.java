package io.jenkins.cd4ml.packaging.foreign;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.jenkins.cd4ml.data.TableFile;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.runtime.WorkerMain;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A process that opens an ONNX file made elsewhere: arguments are a {@link ForeignQuestion} as JSON, a {@link TableFile} of
 * rows, the file to write with the tensor {@code predictions}, and the one to write with {@link ForeignQuestion.Answered}.
 */
public final class ForeignWorker {
    private static final int BATCH = 1024;

    private ForeignWorker() {}

    public static void main(String[] args) {
        WorkerMain.run(args, (arguments, events) -> {
            List<Path> files = arguments.stream().map(Path::of).toList();
            ForeignQuestion question =
                    ForeignQuestion.JSON.readValue(files.get(0).toFile(), ForeignQuestion.class);
            Table rows = TableFile.read(files.get(1));
            AnswerTable answers = new AnswerTable(question, ask(question, rows));
            Safetensors.write(
                    files.get(2),
                    Map.of(ForeignModel.PREDICTIONS, Tensor.matrix(rows.rows(), answers.width(), answers.values())));
            Files.write(files.get(3), ForeignQuestion.JSON.writeValueAsBytes(answers.answered()));
        });
    }

    private static List<ForeignAnswer.Row> ask(ForeignQuestion question, Table rows) throws IOException {
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
                ForeignAnswer answer = ForeignAnswer.of(question, session.getOutputInfo());
                int batch = inputs.batch() > 0 ? inputs.batch() : BATCH;
                List<ForeignAnswer.Row> answers = new ArrayList<>();
                for (int from = 0; from < rows.rows(); from += batch) {
                    int to = Math.min(rows.rows(), from + batch);
                    answers.addAll(run(environment, session, inputs, answer, rows, from, to));
                }
                return answers;
            }
        } catch (OrtException e) {
            throw new InputException(
                    question.name() + " cannot be run by ONNX Runtime: " + OnnxInspection.firstLine(e.getMessage()));
        }
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
        try (OrtSession.Result result = session.run(tensors, Set.of(answer.output()))) {
            return answer.rows(result.get(0), to - from);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }
}
