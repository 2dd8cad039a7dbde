package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.data.image.ImageSize;
import io.jenkins.cd4ml.data.image.PictureFile;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Images as one column of bytes against the same images as a column a pixel. */
public class WholeImagesTest {
    private static final ImageSize SIZE = new ImageSize(8, 8, 1, false);
    private static final String SETTINGS = "data: {path: x, target: digit}\n"
            + "train: {algorithm: %s, cnn: {height: 8, width: 8, filters: [8, 16]}, hidden: [16], epochs: 3, seed: 5}\n";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<byte[]> images = new ArrayList<>();
    private final List<String> digits = new ArrayList<>();

    @Test
    public void theModelIsTheSameToTheBit() throws Exception {
        readDigits();
        Fit columns = fit(asColumns(), "cnn");
        Fit whole = fit(asImages(), "cnn");
        assertEquals(columns.tensors().keySet(), whole.tensors().keySet());
        columns.tensors()
                .forEach((name, tensor) -> assertArrayEquals(
                        name, tensor.values(), whole.tensors().get(name).values(), 0));
        assertEquals(columns.log().epochs().size(), whole.log().epochs().size());
        assertEquals(
                columns.log().epochs().get(2).validationLoss(),
                whole.log().epochs().get(2).validationLoss());
        for (int row = 0; row < columns.judged().rows(); row++) {
            assertArrayEquals(columns.judged().values()[row], whole.judged().values()[row], 0);
        }
        FeaturePreparation.Pixels pixels =
                (FeaturePreparation.Pixels) whole.spec().features().get(0);
        assertEquals(64, pixels.width());
        assertEquals(0, pixels.shift(), 0);
    }

    @Test
    public void otherAlgorithmsSayWhatReadsThem() throws Exception {
        readDigits();
        for (String algorithm : List.of("mlp", "xgboost")) {
            String message = assertThrows(InputException.class, () -> fit(asImages(), algorithm))
                    .getMessage();
            assertTrue(message, message.contains(algorithm + " does not read the images of column image"));
        }
    }

    private Fit fit(Table table, String algorithm) throws Exception {
        Configuration configuration = SampleContexts.configuration(SETTINGS.formatted(algorithm));
        StageContext context = SampleContexts.context(folder.getRoot().toPath(), configuration, new RecordedEvents());
        LearningTask task = LearningTask.of(configuration, table);
        int third = table.rows() / 3;
        Sides sides = new Sides(
                IntStream.range(2 * third, table.rows()).toArray(),
                IntStream.range(0, third).toArray(),
                IntStream.range(third, 2 * third).toArray());
        try (Fitting fitting = Fitting.of(context, configuration.train(), task, table, sides)) {
            return fitting.read(fitting.run(null));
        }
    }

    private Table asColumns() {
        List<Column> columns = new ArrayList<>();
        List<ColumnValues> values = new ArrayList<>();
        for (int i = 0; i < SIZE.columns().size(); i++) {
            int place = i;
            columns.add(new Column(SIZE.columns().get(i), ColumnType.INTEGER, false));
            values.add(new ColumnValues.Numbers(images.stream()
                    .mapToDouble(image -> Byte.toUnsignedInt(image[place]))
                    .toArray()));
        }
        return table(columns, values);
    }

    private Table asImages() {
        return table(
                new ArrayList<>(List.of(new Column("image", ColumnType.IMAGE, false))),
                new ArrayList<>(List.of(new ColumnValues.Images(images.toArray(byte[][]::new)))));
    }

    private Table table(List<Column> columns, List<ColumnValues> values) {
        columns.add(new Column("digit", ColumnType.CATEGORY, false));
        values.add(new ColumnValues.Texts(digits.toArray(String[]::new)));
        return new Table(
                new Schema(columns),
                values,
                IntStream.range(0, digits.size()).asLongStream().toArray());
    }

    private void readDigits() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("../examples/digits/images"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .sorted((a, b) -> a.getFileName().compareTo(b.getFileName()))
                    .toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    images.add(SIZE.fit(file.toString(), PictureFile.read(file.toString(), in))
                            .samples());
                }
                digits.add(file.getParent().getFileName().toString());
            }
        }
    }
}
