package io.jenkins.cd4ml.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.testing.SampleContexts;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ImageFileSettingsTest {
    @Test
    public void theNetworkSeesWhatTheFilesHave() throws Exception {
        Configuration configuration = SampleContexts.configuration(
                "data: {path: x, format: images, images: {height: 6, width: 10, channels: 3}}\n"
                        + "train: {algorithm: cnn, cnn: {filters: [4]}}");
        assertEquals(
                new ImageSettings(6, 10, 3, List.of(4)), configuration.train().cnn());
        assertEquals(Task.CLASSIFICATION, configuration.data().task());
    }

    @Test
    public void aLargeImageIsOneColumn() throws Exception {
        Configuration large = SampleContexts.configuration(
                "data: {path: x, format: images, images: {height: 224, width: 224, channels: 3}}\n");
        assertEquals(ColumnType.IMAGE, large.data().columns().get("image").type());
        Configuration small =
                SampleContexts.configuration("data: {path: x, format: images, images: {height: 100, width: 100}}\n");
        assertEquals(Map.of(), small.data().columns());
    }

    @Test
    public void whatContradictsIsRefused() {
        refused("{path: x, format: images}", "", "needs 'data.images' with height and width");
        refused("{path: x, images: {height: 8, width: 8}}", "", "add 'data.format: images'");
        refused("{path: x, format: images, images: {height: 8}}", "", "'data.images.width' is missing");
        refused(
                "{path: x, format: images, images: {height: 600, width: 600, channels: 3}}",
                "",
                "are 1080000 numbers, more than the 1048576 that an image may have: give a smaller size and 'convert: true'");
        refused(
                "{path: x, format: images, images: {height: 8, width: 8}}",
                "train: {cnn: {height: 16}}",
                "'train.cnn' says 16 x 8 pixels, and 'data.images' 8 x 8");
        refused(
                "{path: x, format: images, target: who, images: {height: 8, width: 8}, columns: {who: {sensitive: true}}}",
                "",
                "'who' is sensitive, and the names of folders stand in manifests and messages");
        refused("{path: x, format: images, images: {height: 8, width: 8, channels: 4}}", "", "must be one of");
    }

    private static void refused(String data, String train, String sentence) {
        String message = assertThrows(
                        InputException.class, () -> SampleContexts.configuration("data: " + data + "\n" + train))
                .getMessage();
        assertTrue(message, message.contains(sentence));
    }
}
