package io.jenkins.cd4ml.parquet;

import io.jenkins.cd4ml.runtime.RuntimePack;

/** DuckDB by its JDBC driver. */
public final class DuckdbPack implements RuntimePack {
    static final String NAME = "duckdb";

    @Override
    public String name() {
        return NAME;
    }
}
