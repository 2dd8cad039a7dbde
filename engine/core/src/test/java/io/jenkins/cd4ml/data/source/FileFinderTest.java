package io.jenkins.cd4ml.data.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assume.assumeFalse;

import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FileFinderTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path project;

    @Before
    public void makeProject() throws IOException {
        project = folder.getRoot().toPath().toRealPath();
    }

    @Test
    public void aFolderStandsForEveryCsvBelowInCodePointOrder() throws IOException {
        files(
                "data/b.csv",
                "data/a/z.csv",
                "data/B.csv",
                "data/UPPER.CSV",
                "data/notes.txt",
                "data/\uFF5E.csv",
                "data/\uD83D\uDE00.csv");
        assertEquals(
                List.of(
                        "data/B.csv",
                        "data/UPPER.CSV",
                        "data/a/z.csv",
                        "data/b.csv",
                        "data/\uFF5E.csv",
                        "data/\uD83D\uDE00.csv"),
                find("data"));
        assertEquals(find("data"), find("data/"));
        assertEquals(find("data"), find("./data"));
        assertEquals(find("data"), find(project.resolve("data").toString()));
    }

    @Test
    public void globsMatchAsShellsDo() throws IOException {
        files("data/a.csv", "data/b.csv", "data/x/c.csv", "data/x/y/d.csv", "other/e.csv");
        assertEquals(List.of("data/a.csv", "data/b.csv"), find("data/*.csv"));
        assertEquals(List.of("data/a.csv", "data/b.csv", "data/x/c.csv", "data/x/y/d.csv"), find("data/**/*.csv"));
        assertEquals(List.of("data/x/c.csv"), find("data/*/*.csv"));
        assertEquals(List.of("data/b.csv", "data/x/y/d.csv"), find("data/**/{b,d}.csv"));
        assertEquals(List.of("data/a.csv"), find("data/[a]?csv"));
        assertEquals(5, find("**/*.csv").size());
    }

    @Test
    public void aFileNamedLikeAGlobIsThatFile() throws IOException {
        files("data/[1].csv", "data/1.csv");
        assertEquals(List.of("data/[1].csv"), find("data/[1].csv"));
    }

    @Test
    public void aFileThatSeveralPathsNameIsThereOnce() throws IOException {
        files("data/a.csv", "data/b.csv");
        assertEquals(List.of("data/a.csv", "data/b.csv"), find("data/b.csv", "data", "data/*.csv"));
    }

    @Test
    public void hiddenFilesAreFoundOnlyByName() throws IOException {
        files("data/a.csv", "data/._a.csv", "data/.old/b.csv", ".cd4ml/x.csv");
        assertEquals(List.of("data/a.csv"), find("."));
        assertEquals(List.of("data/.old/b.csv"), find("data/.old/*.csv"));
        assertEquals(List.of("data/._a.csv"), find("data/._a.csv"));
    }

    @Test
    public void linksAreFollowedWithoutEnd() throws IOException {
        files("data/a.csv", "far/b.csv");
        Files.createSymbolicLink(project.resolve("data/linked.csv"), project.resolve("far/b.csv"));
        Files.createSymbolicLink(project.resolve("data/folder"), project.resolve("far"));
        Files.createSymbolicLink(project.resolve("data/back"), project.resolve("data"));
        assertEquals(List.of("data/a.csv", "data/folder/b.csv", "data/linked.csv"), find("data"));
    }

    @Test
    public void aLinkToNothingIsNamed() throws IOException {
        files("data/a.csv");
        Files.createSymbolicLink(project.resolve("data/gone.csv"), Path.of("nowhere.csv"));
        assertMessage("data.path: 'data/gone.csv' is a link to nowhere.csv, which does not exist", "data");
        assertMessage("data.path: 'data/gone.csv' is a link to nowhere.csv, which does not exist", "data/gone.csv");
    }

    @Test
    public void ofSeveralProblemsTheFirstPathIsNamedWhateverThreadFoundIt() throws IOException {
        for (int i = 20; i > 0; i--) {
            files("data/" + i + "/a.csv");
            Files.createSymbolicLink(project.resolve("data/" + i + "/gone.csv"), Path.of("nowhere.csv"));
        }
        assertMessage("data.path: 'data/1/gone.csv' is a link to nowhere.csv, which does not exist", "data");
    }

    @Test
    public void whatIsNotThereIsNamedWithThePlace() throws IOException {
        files("data/a.txt");
        assertMessage("data.path: there is no file or folder 'data/b.csv' in " + project, "data/b.csv");
        assertMessage("data.path: no file matches 'data/*.csv' in " + project, "data/*.csv");
        assertMessage(
                "data.path: no file matches 'none/*.csv': there is no folder 'none/' in " + project, "none/*.csv");
        assertMessage(
                "data.path: the folder 'data' in " + project
                        + " holds no file of data: *.csv, *.tsv, *.jsonl, *.ndjson (or one of them with .gz) or *.parquet",
                "data");
        assertMessage("data.path: 'data/[a.csv' is not a valid glob: Missing ']", "data/[a.csv");
        assertMessage("data.path: names no file: name files, a folder or a glob such as data/*.csv");
    }

    @Test
    public void pathsOutsideAreRefused() {
        assertMessage(
                "data.path: '../x.csv' is outside the project " + project
                        + ": name files inside it; a link inside may lead elsewhere",
                "../x.csv");
        assertMessage(
                "data.path: '/etc/*.csv' is outside the project " + project
                        + ": name files inside it; a link inside may lead elsewhere",
                "/etc/*.csv");
    }

    @Test
    public void aFileThatMayNotBeReadIsNamed() throws IOException {
        files("data/a.csv");
        Path file = project.resolve("data/a.csv");
        file.toFile().setReadable(false);
        assumeFalse("root reads everything", Files.isReadable(file));
        assertMessage("data.path: 'data/a.csv' in " + project + " may not be read by this user", "data/a.csv");
    }

    private List<String> find(String... paths) throws IOException {
        return new FileFinder(project, "data.path").find(List.of(paths));
    }

    private void assertMessage(String expected, String... paths) {
        InputException problem = assertThrows(InputException.class, () -> find(paths));
        assertEquals(expected, problem.getMessage());
        assertEquals("data.path", problem.problem().key());
    }

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = project.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x\n1\n");
        }
    }
}
