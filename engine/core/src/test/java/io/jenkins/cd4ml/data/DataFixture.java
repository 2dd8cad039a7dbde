package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** A project with data, and what its tests ask of it. */
abstract class DataFixture {
    static final String WEATHER =
            """
            path: data/*.csv
            key: date
            target: weather
            expect:
              - {rows: {min: 1000}}
              - {column: date, unique: true, completeness: 1}
              - {column: precipitation, min: 0}
              - {column: weather, in: [drizzle, fog, rain, snow, sun]}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    DataProject project;

    @Before
    public void makeProject() throws IOException {
        project = new DataProject(folder.getRoot().toPath().toRealPath());
    }

    StageOutcome version(String run, String settings) throws IOException {
        return new VersionData().run(project.request(run, null), project.context(run, settings));
    }

    VersionDataDetail detail(String run, String settings) throws IOException {
        return (VersionDataDetail) version(run, settings).detail();
    }

    ObjectStore store() throws IOException {
        return ObjectStore.open(project.folder.resolve(".cd4ml/store"));
    }

    void assertProblem(String expected, String settings) {
        assertProblem(expected, () -> version("bad", settings));
    }

    static void assertProblem(String expected, org.junit.function.ThrowingRunnable action) {
        assertEquals(expected, assertThrows(InputException.class, action).getMessage());
    }

    void assertNothingHalfWritten() throws IOException {
        try (Stream<Path> files = Files.walk(project.folder.resolve(".cd4ml"))) {
            assertEquals(
                    List.of(),
                    files.filter(Files::isRegularFile)
                            .filter(file -> file.toString().contains("incoming")
                                    || file.toString().endsWith(".tmp"))
                            .toList());
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
