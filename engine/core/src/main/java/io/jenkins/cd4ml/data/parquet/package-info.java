/** Parquet files, read by DuckDB in a process of its own. */
package io.jenkins.cd4ml.data.parquet;
