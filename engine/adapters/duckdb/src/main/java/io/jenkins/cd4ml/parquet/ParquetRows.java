package io.jenkins.cd4ml.parquet;

import io.jenkins.cd4ml.config.CommandSettings;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.runtime.WorkerMain;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.train.command.RowsFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rows for a program as Parquet: DuckDB writes them, in a process of its own, whose arguments are for each file its path without
 * the ending, its columns as {@code TYPE name}, and a separator.
 */
public final class ParquetRows implements RowsFormat {
    private static final String SEPARATOR = "--";

    @Override
    public CommandSettings.Format format() {
        return CommandSettings.Format.PARQUET;
    }

    @Override
    public void convert(StageContext context, Map<Path, List<Column>> files) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        files.forEach((file, columns) -> {
            arguments.add(withoutEnding(file));
            columns.forEach(column -> arguments.add(type(column.type()) + " " + column.name()));
            arguments.add(SEPARATOR);
        });
        Worker.run(context, new WorkerSpec(ParquetRows.class, List.of(DuckdbPack.NAME), List.of(), arguments));
        for (Path file : files.keySet()) {
            Files.delete(file);
        }
    }

    private static String withoutEnding(Path csv) {
        return csv.toString().replaceFirst("\\.csv$", "");
    }

    private static String type(ColumnType type) {
        return switch (type) {
            case INTEGER -> "BIGINT";
            case DECIMAL -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case DATE, TIMESTAMP -> "DATE";
            case CATEGORY, TEXT, IMAGE -> "VARCHAR";
        };
    }

    /** The process. */
    public static void main(String[] given) {
        WorkerMain.run(given, (arguments, events) -> {
            try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = database.createStatement()) {
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET autoload_known_extensions = false");
                statement.execute("SET memory_limit = '1GB'");
                statement.execute("SET threads = 1");
                List<String> rest = arguments;
                while (!rest.isEmpty()) {
                    int end = rest.indexOf(SEPARATOR);
                    statement.execute(copy(rest.get(0), rest.subList(1, end)));
                    rest = rest.subList(end + 1, rest.size());
                }
            }
        });
    }

    /** DuckDB's statement for one file. */
    private static String copy(String file, List<String> columns) {
        List<String> types = new ArrayList<>();
        for (String column : columns) {
            int blank = column.indexOf(' ');
            types.add(quoted(column.substring(blank + 1)) + ": " + quoted(column.substring(0, blank)));
        }
        return String.join(
                "",
                "COPY (SELECT * FROM read_csv(",
                quoted(file + ".csv"),
                ", header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', columns = {",
                String.join(", ", types),
                "})) TO ",
                quoted(file + ".parquet"),
                " (FORMAT parquet)");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
