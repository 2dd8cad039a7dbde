/**
 * Parquet files by DuckDB, in processes of its own: {@code ParquetFiles} reads data files through {@code ParquetWorker}, with the bytes
 * between the two in {@code Frame}; {@code ParquetRows} writes rows for a team's program.
 */
package io.jenkins.cd4ml.data.parquet;
