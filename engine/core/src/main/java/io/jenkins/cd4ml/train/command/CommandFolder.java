package io.jenkins.cd4ml.train.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.jenkins.cd4ml.model.InputNames;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files between the stage and the user's program, as docs/command-trainer.md lists them. */
final class CommandFolder {
    private CommandFolder() {}

    /** Those rows with those columns as CSV: a header, RFC 4180, missing values empty. */
    static void writeRows(Path file, Table table, List<String> columns, int[] rows) throws IOException {
        List<ColumnValues> values = columns.stream().map(table::column).toList();
        try (CsvWriter csv = CsvWriter.builder().build(file)) {
            csv.writeRecord(columns);
            for (int row : rows) {
                List<String> fields = new ArrayList<>();
                values.forEach(column -> fields.add(column.isMissing(row) ? "" : column.text(row)));
                csv.writeRecord(fields);
            }
        }
    }

    /** The same without the target, with the rows' names in front. */
    static void writeAsked(Path file, Table table, List<String> features, int[] rows) throws IOException {
        List<ColumnValues> values = features.stream().map(table::column).toList();
        List<String> header = new ArrayList<>(List.of(CommandPredictions.ROW));
        header.addAll(features);
        try (CsvWriter csv = CsvWriter.builder().build(file)) {
            csv.writeRecord(header);
            for (int row : rows) {
                List<String> fields = new ArrayList<>(List.of(CommandPredictions.name(table.keys()[row])));
                values.forEach(column -> fields.add(column.isMissing(row) ? "" : column.text(row)));
                csv.writeRecord(fields);
            }
        }
    }

    /** What is to be learned, and what the model's inputs and output must be called. */
    static void writeSchema(
            Path file,
            Table table,
            String task,
            String target,
            List<String> features,
            List<String> classes,
            Map<String, String> labels)
            throws IOException {
        List<String> names = InputNames.of(features);
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Column column = table.schema().find(features.get(i)).orElseThrow();
            Map<String, Object> input = new LinkedHashMap<>();
            input.put("column", column.name());
            input.put("type", column.type().label());
            input.put("input", names.get(i));
            input.put("element", element(column));
            inputs.add(input);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("task", task);
        schema.put("target", target);
        schema.put("classes", classes);
        if (!labels.isEmpty()) {
            schema.put("labels", labels);
        }
        schema.put("features", inputs);
        schema.put("output", classes.isEmpty() ? "prediction" : "probabilities");
        Files.writeString(file, Protocol.write(schema));
    }

    static String element(Column column) {
        return switch (RowCodec.of(column.type())) {
            case NUMBER, NUMBER_64 -> "float";
            case EPOCH_DAY -> "int64";
            case TEXT, BOOLEAN -> "string";
            case IMAGE -> "uint8";
        };
    }

    /** The epochs that {@code metrics.jsonl} tells, in their order; none where the program wrote no such file. */
    static List<Epoch> epochs(Path file) throws IOException {
        List<Epoch> epochs = new ArrayList<>();
        if (!Files.exists(file)) {
            return epochs;
        }
        int line = 0;
        for (String text : lines(file)) {
            line++;
            if (!text.isBlank()) {
                epochs.add(epoch(text, line, epochs.size() + 1));
            }
        }
        return epochs;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw InputException.ofKey("train.command", "the program's metrics.jsonl is not UTF-8 text");
        }
    }

    private static Epoch epoch(String text, int line, int number) {
        try {
            JsonNode figures = Protocol.mapper().readTree(text);
            if (!figures.path("train_loss").isNumber()) {
                throw wrong(line, "it has no number train_loss");
            }
            Map<String, Double> metrics = new LinkedHashMap<>();
            figures.properties().forEach(entry -> {
                boolean known = List.of("epoch", "train_loss", "validation_loss", "seconds")
                        .contains(entry.getKey());
                if (!known && entry.getValue().isNumber()) {
                    metrics.put(entry.getKey(), entry.getValue().doubleValue());
                }
            });
            JsonNode validation = figures.path("validation_loss");
            return new Epoch(
                    number,
                    figures.path("train_loss").doubleValue(),
                    validation.isNumber() ? validation.doubleValue() : null,
                    metrics,
                    figures.path("seconds").asDouble(0));
        } catch (JsonProcessingException e) {
            throw wrong(line, "it is no JSON");
        }
    }

    private static InputException wrong(int line, String why) {
        return InputException.ofKey(
                "train.command",
                "line " + line + " of the program's metrics.jsonl: " + why
                        + "; write {\"train_loss\": 0.41, \"validation_loss\": 0.43, \"accuracy\": 0.8}");
    }
}
