package io.jenkins.cd4ml.parquet;

import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.data.source.PathFormat;
import io.jenkins.cd4ml.data.source.PathReader;
import io.jenkins.cd4ml.stage.StageContext;

/** Parquet as data files. */
public final class ParquetFormat implements PathFormat {
    @Override
    public Format format() {
        return Format.PARQUET;
    }

    @Override
    public PathReader reader(StageContext context) {
        return new ParquetFiles(context);
    }
}
