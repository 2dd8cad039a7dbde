/** Columns, schema, the syntax of values, and typed rows in memory. */
package io.jenkins.cd4ml.table;
