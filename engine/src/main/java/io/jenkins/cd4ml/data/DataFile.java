package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.FileStat;
import io.jenkins.cd4ml.data.source.SourceFile;
import java.util.Optional;

/**
 * A file of the data set before it is read.
 *
 * @param sha256 its digest where it is known to be unchanged
 */
record DataFile(SourceFile source, FileStat stat, Optional<String> sha256) {}
