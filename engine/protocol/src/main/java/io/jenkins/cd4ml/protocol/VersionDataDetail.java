package io.jenkins.cd4ml.protocol;

import java.util.List;

/**
 * What {@code versionData} found.
 *
 * @param version {@code sha256:…}, the identity of the content: the SHA-256 of the manifest's canonical listing
 * @param files number of files, {@code bytes} their size together, {@code rows} the data rows in them
 * @param hashedBytes bytes that had to be read to identify the data; the rest was known unchanged
 * @param columns in file order; those after the first 1,000 without quantiles, frequent values and histograms
 * @param diff against the earlier version; null where there is none
 */
public record VersionDataDetail(
        String version, long files, long bytes, long rows, long hashedBytes, List<ColumnSummary> columns, DataDiff diff)
        implements StageDetail {}
