import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Writes a CSV file by DuckDB, or asks DuckDB for the figures of a profile of one. */
public final class ProfileSql {
    private static final String ROWS =
            """
            COPY (SELECT i AS id, hash(i * 3) %% 1000 AS code, (hash(i * 5) %% 1000000) / 100 AS price, (hash(i * 7) %% 100000) / 1000 AS a,
              ['red','green','blue','black'][(1 + hash(i * 11) %% 4)::INT] AS colour, DATE '2015-01-01' + (hash(i * 13) %% 3650)::INT AS day,
              CASE WHEN hash(i * 17) %% 20 = 0 THEN NULL ELSE (hash(i * 19) %% 10000)::INT END AS gap,
              %s
            FROM range(%s) t(i)) TO '%s' (FORMAT csv, HEADER)""";

    private ProfileSql() {}

    public static void main(String[] arguments) throws Exception {
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            if (arguments[0].equals("write")) {
                List<String> more = new ArrayList<>();
                for (int i = 0; i < 13; i++) {
                    more.add("round((hash(i * " + (23 + 2 * i) + ") % 100000000) / 1e6, " + (2 + i % 5) + ") AS x" + i);
                }
                statement.execute(ROWS.formatted(String.join(", ", more), arguments[2], arguments[1]));
                return;
            }
            String source = "read_csv('" + arguments[1] + "')";
            List<String> figures = new ArrayList<>(List.of("count(*)"));
            try (ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
                while (columns.next()) {
                    String name = columns.getString(1);
                    figures.add("count(" + name + "), min(" + name + "), max(" + name + "), approx_count_distinct(" + name + ")");
                    if (columns.getString(2).matches("BIGINT|DOUBLE|INTEGER")) {
                        figures.add("avg(" + name + "), stddev_samp(" + name + "), approx_quantile(" + name
                                + ", [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99])");
                    }
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT " + String.join(", ", figures) + " FROM " + source)) {
                row.next();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    System.out.println(row.getString(i));
                }
            }
        }
    }
}
