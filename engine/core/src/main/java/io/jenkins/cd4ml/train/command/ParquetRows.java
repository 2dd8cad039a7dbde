package io.jenkins.cd4ml.train.command;

import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.runtime.WorkerMain;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the rows for a program from CSV into Parquet, typed: whole numbers are 64-bit integers, other numbers doubles, dates dates. DuckDB
 * writes them, in a process of its own, whose arguments are the folder, the columns as {@code type name}, and the files' names.
 */
public final class ParquetRows {
    private static final String SEPARATOR = "--";

    private ParquetRows() {}

    /** Each of the files {@code <name>.csv} becomes {@code <name>.parquet}. */
    static void write(StageContext context, Path folder, Table table, List<String> columns, List<String> names)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString()));
        for (String column : columns) {
            arguments.add(type(table.schema().find(column).orElseThrow().type()) + " " + column);
        }
        arguments.add(SEPARATOR);
        arguments.addAll(names);
        Worker.run(context, new WorkerSpec(ParquetRows.class, List.of("duckdb"), List.of(), arguments));
        for (String name : names) {
            Files.delete(folder.resolve(name + ".csv"));
        }
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
            int separator = arguments.indexOf(SEPARATOR);
            List<String> columns = arguments.subList(1, separator);
            try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = database.createStatement()) {
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET autoload_known_extensions = false");
                statement.execute("SET memory_limit = '1GB'");
                statement.execute("SET threads = 1");
                for (String name : arguments.subList(separator + 1, arguments.size())) {
                    String file = Path.of(arguments.get(0)).resolve(name).toString();
                    statement.execute(copy(file, columns));
                }
            }
        });
    }

    /** DuckDB's statement for one file. */
    private static String copy(String file, List<String> columns) {
        List<String> types = new ArrayList<>();
        boolean asked = file.endsWith("predict");
        if (asked) {
            types.add(quoted(CommandPredictions.ROW) + ": 'VARCHAR'");
        }
        // The rows to predict lack the target, the last column.
        for (String column : columns.subList(0, asked ? columns.size() - 1 : columns.size())) {
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
