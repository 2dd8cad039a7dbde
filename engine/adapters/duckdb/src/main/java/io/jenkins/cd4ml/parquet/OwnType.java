package io.jenkins.cd4ml.parquet;

/** What a column's own type says of its values, where their texts alone might say something else. */
enum OwnType {
    /** As the texts of the values have it. */
    AS_WRITTEN,
    /** Text, whatever it looks like. */
    TEXT,
    /** Numbers, though some may be infinite. */
    DECIMAL;

    /** Of DuckDB's name of a type. */
    static OwnType of(String type) {
        if (type.equals("VARCHAR") || type.startsWith("ENUM")) {
            return TEXT;
        }
        return type.equals("DOUBLE") || type.equals("FLOAT") ? DECIMAL : AS_WRITTEN;
    }
}
