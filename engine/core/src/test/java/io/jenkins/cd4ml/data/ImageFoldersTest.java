package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.RecordedEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;

/** Folders of images as data sets: what is found, and what is refused. */
public class ImageFoldersTest extends DataFixture {
    private static final String CATS = "{path: images, format: images, target: animal, images: {height: 2, width: 2}}";

    @Test
    public void theFoldersNameIsTheClass() throws Exception {
        animals();
        project.write("images/cat/notes.txt", "not an image and not one of the data");
        VersionDataDetail detail = detail("r1", CATS);
        assertEquals(
                List.of("animal", "pixel_0_0", "pixel_0_1", "pixel_1_0", "pixel_1_1"),
                detail.columns().stream().map(ColumnSummary::name).toList());
        assertEquals(3, detail.files());
        Map<String, Long> counts = new TreeMap<>();
        detail.columns().get(0).top().forEach(top -> counts.put(top.value(), top.count()));
        assertEquals(Map.of("cat", 2L, "dog", 1L), counts);
        Table table = TableLoader.ofRun(project.context("r1", CATS));
        assertEquals("dog", table.column("animal").text(2));
        assertEquals("30", table.column("pixel_1_0").text(0));

        // From the store when the folder is gone, and another version when one pixel is another.
        project.write("images/dog/1.pgm", image(9, 9, 9, 10));
        assertEquals(
                "9",
                TableLoader.ofRun(project.context("r1", CATS))
                        .column("pixel_1_1")
                        .text(2));
        assertNotEquals(detail.version(), detail("r2", CATS).version());
        assertNothingHalfWritten();
    }

    /** An image beside the classes' folders would be of a class called like the folder of all. */
    @Test
    public void imagesInNoClassFolderAreCountedAndNotRead() throws Exception {
        animals();
        project.write("images/stray.pgm", image(1, 1, 1, 1)).write("images/other.pgm", image(2, 2, 2, 2));
        RecordedEvents events = new RecordedEvents();
        StageContext context = project.context("r1", CATS, events);
        VersionDataDetail detail = (VersionDataDetail)
                new VersionData().run(project.request("r1", null), context).detail();
        assertEquals(3, detail.rows());
        assertEquals(
                List.of("cat", "dog"),
                detail.columns().get(0).top().stream()
                        .map(ValueCount::value)
                        .sorted()
                        .toList());
        assertTrue(
                events.warnings.toString(),
                events.warnings
                        .get(0)
                        .startsWith(
                                "2 files are in the folders of data.path not read (2 in no class's folder); read are"));
        // A class's folder that is named is one, and what lies in it is meant.
        assertEquals(
                3,
                detail("r2", CATS.replace("path: images,", "path: [images/cat, images/dog],"))
                        .rows());
    }

    @Test
    public void aFileOfLabelsTellsMoreThanAClass() throws Exception {
        project.write("set/a.pgm", image(1, 2, 3, 4))
                .write("set/deep/b.pgm", image(5, 6, 7, 8))
                .write("set/labels.csv", "file;animal;weight\na.pgm;cat;4,5\ndeep/b.pgm;dog;\n");
        String settings = "{path: set, format: images, target: animal, decimal: ',',"
                + " images: {height: 2, width: 2, labels: set/labels.csv, path: file}}";
        VersionDataDetail detail = detail("r1", settings);
        assertEquals(3, detail.files());
        Table table = TableLoader.ofRun(project.context("r1", settings));
        assertEquals(2, table.rows());
        assertEquals(List.of("animal", "weight"), table.schema().names().subList(0, 2));
        assertEquals("cat", table.column("animal").text(0));
        assertEquals("4.5", table.column("weight").text(0));
        assertTrue(table.column("weight").isMissing(1));

        project.write("set/labels.csv", "file;animal;weight\na.pgm;cat;4,5\ndeep/b.pgm;cow;\n");
        assertNotEquals(detail.version(), detail("r2", settings).version());
        project.write("set/c.pgm", image(0, 0, 0, 0));
        assertProblem(
                "set/c.pgm:1: is not in set/labels.csv, which says of each image what it shows: add a line, or remove it",
                settings);
        Files.delete(project.folder.resolve("set/c.pgm"));
        Files.delete(project.folder.resolve("set/deep/b.pgm"));
        assertProblem(
                "set/labels.csv:3: names set/deep/b.pgm, which is not among the images of data.path: correct the path, or"
                        + " remove the line",
                settings);
        project.write("set/labels.csv", "file;animal\na.pgm;cat\n./a.pgm;dog\n");
        assertProblem("set/labels.csv:3: column file: names set/a.pgm, as line 2 does: remove one", settings);
        assertProblem(
                "data.images.labels: there is no file or folder 'set/label.csv' in " + project.folder,
                settings.replace("set/labels.csv", "set/label.csv"));
        assertProblem(
                "data.images.labels: 'set' is a folder or a glob: name the one CSV file of the labels",
                settings.replace("set/labels.csv", "set"));
        project.write("set/labels.csv", "image;animal\na.pgm;cat\n");
        assertProblem(
                "set/labels.csv:1: has no column 'file' with the images' paths: its columns are [image, animal]; name it in"
                        + " data.images.path",
                settings);
    }

    @Test
    public void otherSizesAndColoursAreRefusedOrConverted() throws Exception {
        animals();
        project.write("images/dog/2.pgm", "P2 4 2 255\n0 0 100 100 0 0 100 100");
        assertProblem(
                "images/dog/2.pgm:1: has 2 x 4 pixels (height x width), and data.images says 2 x 2: correct the one or the"
                        + " other, or set data.images.convert: true",
                CATS);
        project.write("images/dog/2.pgm", "P3 2 2 255\n255 0 0 0 0 0 0 0 0 0 0 0");
        assertProblem(
                "images/dog/2.pgm:1: has colours, and data.images.channels is 1, grey: set it to 3, or"
                        + " data.images.convert: true",
                CATS);
        String converted = CATS.replace("width: 2", "width: 2, convert: true");
        assertEquals(5, detail("r1", converted).columns().size());
        assertEquals(
                "76",
                TableLoader.ofRun(project.context("r1", converted))
                        .column("pixel_0_0")
                        .text(3));
        String coloured = CATS.replace("width: 2", "width: 2, channels: 3");
        assertEquals(13, detail("r2", coloured).columns().size());
        Table table = TableLoader.ofRun(project.context("r2", coloured));
        assertEquals("255", table.column("pixel_0_0_red").text(3));
        assertEquals("10", table.column("pixel_0_0_blue").text(0));
    }

    @Test
    public void badImagesAreNamedWithTheirPath() throws Exception {
        animals();
        project.write("images/dog/2.png", "no image");
        assertProblem("images/dog/2.png:1: is no image: PNG, JPEG, GIF, BMP, PGM and PPM are read", CATS);
        project.write("images/dog/2.png", "P5 2 2 255\nab");
        assertProblem("images/dog/2.png:1: is cut off: it ends before its last pixel; copy it again", CATS);
    }

    @Test
    public void foldersWithoutImagesAreRefused() throws Exception {
        animals();
        Files.createDirectory(project.folder.resolve("images/cow"));
        assertProblem(
                "data.path: the folder 'images/cow' holds no image, and each folder is a class: put images into it, or"
                        + " remove it",
                CATS);
        Files.delete(project.folder.resolve("images/cow"));
        project.write("empty/notes.txt", "x");
        assertProblem(
                "data.path: the folder 'empty' in " + project.folder
                        + " holds no file of data: *.png, *.jpg, *.jpeg, *.gif, *.bmp, *.pgm, *.ppm",
                CATS.replace("path: images", "path: empty"));
        project.write("one/cat/1.pgm", image(1, 2, 3, 4)).write("one/cat/2.pgm", image(1, 2, 3, 5));
        assertProblem(
                "data.target: column 'animal' has one value only, 'cat', in all 2 rows: there is nothing to learn; at least"
                        + " two classes are needed",
                CATS.replace("path: images", "path: one"));
    }

    @Test
    public void aLinkOutOfTheFolderIsRefused() throws Exception {
        animals();
        project.write("elsewhere/x.pgm", image(0, 0, 0, 0));
        Files.createSymbolicLink(project.folder.resolve("images/dog/x.pgm"), project.folder.resolve("elsewhere/x.pgm"));
        assertProblem(
                "data.path: 'images/dog/x.pgm' leads by a link to " + project.folder
                        + "/elsewhere/x.pgm, out of 'images': copy the image to where it belongs",
                CATS);
        Files.delete(project.folder.resolve("images/dog/x.pgm"));
        Files.createSymbolicLink(project.folder.resolve("images/wolf"), project.folder.resolve("elsewhere"));
        assertProblem(
                "data.path: 'images/wolf/x.pgm' leads by a link to " + project.folder
                        + "/elsewhere/x.pgm, out of 'images': copy the image to where it belongs",
                CATS);
    }

    private void animals() throws Exception {
        project.write("images/cat/1.pgm", image(10, 20, 30, 40))
                .write("images/cat/2.PGM", image(11, 21, 31, 41))
                .write("images/dog/1.pgm", image(9, 9, 9, 9));
    }

    private static byte[] image(int... pixels) {
        byte[] file = "P5\n2 2\n255\n....".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 4; i++) {
            file[file.length - 4 + i] = (byte) pixels[i];
        }
        return file;
    }
}
