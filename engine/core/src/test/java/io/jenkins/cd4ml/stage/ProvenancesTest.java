package io.jenkins.cd4ml.stage;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.testing.SampleContexts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ProvenancesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void whatTheEngineWritesIsNoChangeOfTheCode() throws Exception {
        Path project = Files.createDirectories(folder.getRoot().toPath().resolve("models/weather"));
        assertNull("not under version control", provenance(project).codeRevision());

        Files.writeString(project.resolve("train.py"), "pass");
        git("init", "-q");
        git("add", ".");
        git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "first");
        Files.createDirectories(project.resolve(".cd4ml/runs"));
        Files.writeString(project.resolve(".cd4ml/latest"), "r1");
        assertEquals(40, provenance(project).codeRevision().length());
        assertEquals(false, provenance(project).codeModified());

        Files.writeString(folder.getRoot().toPath().resolve("library.py"), "new, elsewhere in the repository");
        assertEquals(true, provenance(project).codeModified());
    }

    private static Provenance provenance(Path project) throws IOException {
        StageContext context = SampleContexts.context(
                project, SampleContexts.configuration("data: {path: data, target: y}\n"), EventSink.SILENT);
        return Provenances.of(context, null, null, Map.of(), null, null);
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.getRoot())
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        assertEquals(0, process.waitFor());
    }
}
