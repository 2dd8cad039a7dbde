package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.FileStat;
import io.jenkins.cd4ml.data.source.SourceFile;
import io.jenkins.cd4ml.data.source.StatCache;
import java.io.IOException;
import java.util.Optional;

/**
 * A file of the data set before it is read.
 *
 * @param sha256 its digest where it is known to be unchanged
 */
record DataFile(SourceFile source, FileStat stat, Optional<String> sha256) {

    /** The file as it is now. */
    static DataFile of(SourceFile source, StatCache stats) throws IOException {
        FileStat stat = FileStat.of(source.path());
        return new DataFile(source, stat, stats.known(source.name(), stat));
    }
}
