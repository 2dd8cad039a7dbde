package io.jenkins.cd4ml.train.command;

import io.jenkins.cd4ml.config.CommandSettings;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Seam: a file format, besides CSV, in which a team's program can get its rows. */
public interface RowsFormat {
    /** The value of {@code train.command.format} that it stands for. */
    CommandSettings.Format format();

    /**
     * Turns CSV files into this format, in place: {@code train.csv} becomes {@code train} with this format's ending. Whole numbers are
     * 64-bit integers, other numbers doubles, dates dates; an empty value is missing.
     *
     * @param files the CSV files with a header, each with its columns in their order
     */
    void convert(StageContext context, Map<Path, List<Column>> files) throws IOException, InterruptedException;
}
