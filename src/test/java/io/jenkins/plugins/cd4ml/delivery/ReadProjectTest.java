package io.jenkins.plugins.cd4ml.delivery;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What travels to the controller out of an agent's {@code cd4ml.yaml} is small, whatever stands in it. */
public class ReadProjectTest {
    private static final int MEBIBYTE = 1 << 20;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aConfigurationOverOneMebibyteIsNotRead() throws Exception {
        String text = "model: weather\n#";
        ReadProject.Found whole = read(text + "x".repeat(MEBIBYTE - text.length()));
        assertEquals("weather", whole.model());
        ReadProject.Found larger = read(text + "x".repeat(MEBIBYTE - text.length() + 1));
        assertTrue("it is there all the same", larger.configured());
        assertNull(larger.model());
    }

    @Test
    public void namesOverAThousandCharactersDoNotTravel() throws Exception {
        String longest = "n".repeat(1000);
        ReadProject.Found kept = read(named(longest));
        assertEquals(longest, kept.model());
        assertEquals(longest, kept.environment());
        assertEquals(longest, kept.register());
        assertEquals(List.of(new ComparedGate("champion", longest)), kept.compared());
        ReadProject.Found cut = read(named(longest + "n"));
        assertTrue(cut.configured());
        assertNull(cut.model());
        assertNull(cut.environment());
        assertNull(cut.register());
        assertEquals(List.of(), cut.compared());
    }

    @Test
    public void versusIsAVersionOrAWordOfTheTwo() throws Exception {
        ReadProject.Found found = read("validate:\n  gates:\n"
                + "    - {metric: recall, versus: best}\n"
                + "    - {metric: recall, versus: 12}\n"
                + "    - {metric: recall, versus: 1234567890}\n"
                + "    - {metric: recall, versus: " + "c".repeat(1000) + "}\n");
        assertEquals(List.of(new ComparedGate("best", "recall"), new ComparedGate("12", "recall")), found.compared());
    }

    /** The configuration's own size bounds the answer's: aliases make it no larger. */
    @Test
    public void theAnswerIsNotLargerThanWhatWasRead() throws Exception {
        String gate = "    - {metric: a, versus: 1}\n";
        String head = "validate:\n  gates:\n";
        String full = head + gate.repeat((MEBIBYTE - head.length()) / gate.length());
        ReadProject.Found found = read(full);
        assertEquals(
                (MEBIBYTE - head.length()) / gate.length(), found.compared().size());
        assertTrue(sent(found) + " bytes", sent(found) <= MEBIBYTE);

        String alias = "    - *g\n";
        String anchored = head + "    - &g {metric: " + "m".repeat(1000) + ", versus: 1}\n";
        assertEquals(51, read(anchored + alias.repeat(50)).compared().size());
        ReadProject.Found aliased = read(anchored + alias.repeat((MEBIBYTE - anchored.length()) / alias.length()));
        assertEquals(
                "more aliases than YAML's reader allows", 0, aliased.compared().size());
    }

    private static String named(String name) {
        return "model: " + name + "\ndeploy:\n  environment: " + name + "\npackage:\n  register: " + name
                + "\nvalidate:\n  gates:\n    - {versus: champion, metric: " + name + "}\n    - {versus: champion}\n";
    }

    private ReadProject.Found read(String yaml) throws Exception {
        Path file = folder.getRoot().toPath().resolve("cd4ml.yaml");
        Files.writeString(file, yaml, StandardCharsets.UTF_8);
        return new ReadProject("cd4ml.yaml", List.of()).invoke(folder.getRoot(), null);
    }

    /** Size of the answer as remoting serializes it. */
    private static int sent(ReadProject.Found found) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(found);
        }
        return bytes.size();
    }
}
