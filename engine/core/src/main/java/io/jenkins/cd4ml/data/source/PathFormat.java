package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.stage.StageContext;

/** Seam: a format of data files that are read by their path. */
public interface PathFormat {
    /** The format that {@code data.format} and the endings of file names stand for. */
    Format format();

    /** A reader for any number of files; nothing is started before the first of them. */
    PathReader reader(StageContext context);
}
