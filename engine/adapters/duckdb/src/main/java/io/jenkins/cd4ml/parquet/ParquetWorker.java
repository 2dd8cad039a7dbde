package io.jenkins.cd4ml.parquet;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.runtime.WorkerMain;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * The process that DuckDB runs in: for every path on its standard input it writes the file's rows to its standard output, in file
 * order, every value as DuckDB's text of it. See {@link Frame} for the bytes.
 */
public final class ParquetWorker {
    private static final int LONGEST_SENTENCE = 300;
    /** What has no text that a data set could mean. */
    private static final Set<String> NESTED =
            new TreeSet<>(List.of("STRUCT", "MAP", "UNION", "BLOB", "INTERVAL", "BIT"));

    private ParquetWorker() {}

    public static void main(String[] arguments) {
        WorkerMain.answer((path, out) -> new ParquetWorker().file(path, out));
    }

    private void file(String path, DataOutputStream out) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:", properties);
                Statement statement = database.createStatement()) {
            statement.execute("SET autoinstall_known_extensions = false");
            statement.execute("SET autoload_known_extensions = false");
            statement.execute("SET memory_limit = '1GB'");
            statement.execute("SET threads = 2");
            String source = "read_parquet('" + path.replace("'", "''") + "')";
            Map<String, OwnType> types = columns(statement, source, path);
            List<String> columns = List.copyOf(types.keySet());
            Frame.HEADER.write(out);
            out.writeInt(columns.size());
            for (String column : columns) {
                Frame.text(out, column);
                out.writeByte(types.get(column).ordinal());
            }
            try {
                rows(statement, "SELECT " + casts(columns) + " FROM " + source, columns.size(), out);
            } catch (SQLException e) {
                Frame.PROBLEM.write(out);
                Frame.text(
                        out,
                        "is damaged: its rows cannot be read to their end (" + sentence(e)
                                + "); copy or write it again");
            }
        } catch (SQLException e) {
            Frame.PROBLEM.write(out);
            Frame.text(out, "cannot be read as Parquet: " + sentence(e));
        } catch (InputException e) {
            Frame.PROBLEM.write(out);
            Frame.text(out, e.getMessage());
        }
    }

    /** The columns in their order, with what is said of their own type. */
    private static Map<String, OwnType> columns(Statement statement, String source, String path) throws SQLException {
        Map<String, OwnType> names = new LinkedHashMap<>();
        try (ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
            while (described.next()) {
                String name = described.getString(1);
                String type = described.getString(2);
                if (type.endsWith("]") || NESTED.stream().anyMatch(type::startsWith)) {
                    throw new InputException(
                            "column '" + name + "' holds " + type.toLowerCase(Locale.ROOT)
                                    + " values, which are not plain ones: write its parts as columns of their own, or leave it out");
                }
                names.put(name, OwnType.of(type));
            }
        }
        requireNoTwins(statement, path);
        return names;
    }

    /** DuckDB would rename the second of two columns of the same name. */
    private static void requireNoTwins(Statement statement, String path) throws SQLException {
        String twins = "SELECT name FROM (SELECT name, row_number() OVER () AS place FROM parquet_schema('"
                + path.replace("'", "''") + "')) WHERE place > 1 GROUP BY name HAVING count(*) > 1 ORDER BY min(place)";
        try (ResultSet found = statement.executeQuery(twins)) {
            if (found.next()) {
                throw new InputException(
                        "column '" + found.getString(1) + "' is there twice: rename or leave out one of them");
            }
        }
    }

    private static String casts(List<String> columns) {
        List<String> casts = new ArrayList<>();
        for (String column : columns) {
            casts.add("CAST(\"" + column.replace("\"", "\"\"") + "\" AS VARCHAR)");
        }
        return String.join(", ", casts);
    }

    private static void rows(Statement statement, String query, int width, DataOutputStream out)
            throws SQLException, IOException {
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                Frame.ROW.write(out);
                for (int i = 1; i <= width; i++) {
                    String value = rows.getString(i);
                    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(bytes == null ? Frame.MISSING : bytes.length);
                    if (bytes != null) {
                        out.write(bytes);
                    }
                }
            }
        }
        Frame.END.write(out);
    }

    /** The first line of what DuckDB says, without what it quotes: that may be a value. */
    private static String sentence(SQLException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String plain = line.replaceAll("\"[^\"]*\"?|'[^']*'?", "…");
        return plain.length() <= LONGEST_SENTENCE ? plain : plain.substring(0, LONGEST_SENTENCE) + "…";
    }
}
