package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.config.ImageFileSettings;
import io.jenkins.cd4ml.data.source.CsvFormat;
import io.jenkins.cd4ml.data.source.FileFinder;
import io.jenkins.cd4ml.data.source.TextFile;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Images as a model's server takes them: read, and where asked converted, as they were for training. */
public final class ImageRequest {
    private ImageRequest() {}

    /**
     * A row for each image, by column its pixels; of large images the Base64 of them all.
     *
     * @param paths files, folders or globs relative to the project
     */
    public static List<Map<String, Object>> of(StageContext context, List<String> paths) throws IOException {
        DataSettings settings = context.configuration().data();
        if (settings.format() != Format.IMAGES) {
            throw InputException.ofKey("data.format", "it is not images: this project's rows are no images");
        }
        CsvFormat format = CsvFormat.of(settings, List.of()).unlabelled().withSamples();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String name : new FileFinder(context.project(), "request", Format.IMAGES).find(paths)) {
            List<String> columns = new ArrayList<>();
            try (InputStream in = Files.newInputStream(context.project().resolve(name))) {
                TextFile.read(
                        name,
                        Format.IMAGES,
                        in,
                        format,
                        header -> {
                            columns.addAll(header.names());
                            return header.into(header);
                        },
                        (values, line) -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            for (int i = 0; i < values.length; i++) {
                                boolean whole = columns.get(i).equals(ImageFileSettings.COLUMN);
                                row.put(columns.get(i), whole ? values[i] : Integer.valueOf(values[i]));
                            }
                            rows.add(row);
                        });
            }
        }
        return rows;
    }
}
