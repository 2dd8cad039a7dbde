/**
 * Parquet files, read and written by DuckDB in a separate process. {@code ParquetFiles} reads data files through {@code
 * ParquetWorker}; {@code Frame} defines the bytes between the two. {@code ParquetRows} writes the rows for a team's
 * program.
 */
package io.jenkins.cd4ml.parquet;
