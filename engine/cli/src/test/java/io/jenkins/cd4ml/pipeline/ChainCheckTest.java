package io.jenkins.cd4ml.pipeline;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.stage.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What {@code cd4ml verify} finds. */
public class ChainCheckTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private ChainWalk walk;

    @Before
    public void allTheWay() throws Exception {
        walk = new ChainWalk(folder.getRoot().toPath().toRealPath(), 1);
        walk.straight();
    }

    @Test
    public void aWholeChainHasEachLink() throws Exception {
        List<ChainCheck.Line> lines = walk.verify();
        assertEquals(
                List.of("data", "model", "verdict", "  gate", "package", "version", "deployment"),
                lines.stream().map(ChainCheck.Line::what).toList());
        assertEquals(List.of(), misfits());
        assertEquals("PASSED, 1 gate", lines.get(2).note());
        assertEquals("1, passed", lines.get(5).note());
    }

    @Test
    public void eachEditIsFound() throws Exception {
        RunFolder run = walk.run();
        Path model = run.model().resolve("model.json");
        String before = Files.readString(model);
        Files.writeString(model, before + "\n");
        assertEquals(List.of("model", "verdict", "package", "version"), misfits());
        Files.writeString(model, before);
        assertEquals(List.of(), misfits());

        Path packaged = run.packageFolder().resolve("MODEL_CARD.md");
        Files.writeString(packaged, Files.readString(packaged) + "better than it is\n");
        assertEquals(List.of("package"), misfits());
        assertTrue(walk.verify().toString().contains("MODEL_CARD.md is damaged"));

        Path verdict = run.result(Stage.VALIDATE_MODEL);
        Files.writeString(verdict, Files.readString(verdict) + "\n");
        assertEquals(List.of("verdict", "package"), misfits());
        assertTrue(walk.verify().toString().contains("the result of validateModel was changed after it was written"));
    }

    private List<String> misfits() throws Exception {
        return walk.verify().stream()
                .filter(line -> line.problem() != null)
                .map(ChainCheck.Line::what)
                .toList();
    }
}
