package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.util.List;

/**
 * Rows of files that are no data version of a run.
 *
 * @param version identity of the files' content, as {@link Manifest#versionOf} computes it
 * @param table rows with those of the wanted columns that the files have, in the schema's order
 * @param files what was read, in order
 * @param absent names of wanted columns that no file has
 * @param found names of all columns that the files have, the wanted and the others, in the order of the first file that has them
 * @param predictions by row what a logged request was answered, as text; missing for rows of CSV files
 * @param versions by row the version of the model that answered a logged request; missing for rows of CSV files
 * @param unreadable what was left out; nothing where the first such value ends everything
 * @param labelled rows whose target is known from labels sent later
 */
public record LoadedData(
        String version,
        Table table,
        List<ManifestFile> files,
        List<String> absent,
        List<String> found,
        ColumnValues.Texts predictions,
        ColumnValues.Texts versions,
        int labelled,
        Unreadable unreadable) {}
