package io.jenkins.cd4ml.train.command;

import static org.junit.Assert.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Test;

/** Lines against the JDK's own, and what is left of secrets at a cut. */
public class OutputLinesTest {

    @Test
    public void linesEndAsTheJdkHasThem() throws Exception {
        String odd = "a\r\nb\rc\n\n\r\r\n" + "x".repeat(8190) + "\r\nd\r" + "y".repeat(20_000) + "\n\r\nend";
        for (String text : List.of("", "\n", "\r", "one", odd, odd + "\r", odd + "\r\n")) {
            try (BufferedReader jdk = new BufferedReader(new StringReader(text))) {
                assertEquals(jdk.lines().collect(Collectors.toList()), texts(text));
            }
        }
    }

    @Test
    public void aLongLineIsCutAndCounted() throws Exception {
        OutputLines lines =
                new OutputLines(new StringReader("a".repeat(OutputLines.MOST) + "\n" + "b".repeat(200_000)));
        assertEquals(new OutputLines.Line("a".repeat(OutputLines.MOST), OutputLines.MOST), lines.next());
        assertEquals(new OutputLines.Line("b".repeat(OutputLines.MOST), 200_000), lines.next());
        assertEquals(null, lines.next());
    }

    @Test
    public void aSecretIsNotShownByHalves() {
        Mask mask = new Mask(Map.of("API_KEY", "hunter2", "PRIVATE_PEM", "-----BEGIN\nMIIEowIB\n-----END"), List.of());
        assertEquals("a **** b ", mask.applyToBeginning("a hunter2 b hunte"));
        assertEquals("a b", mask.applyToBeginning("a b"));
        assertEquals("****", mask.apply("MIIEowIB"));
    }

    private static List<String> texts(String text) throws IOException {
        OutputLines lines = new OutputLines(new StringReader(text));
        List<String> texts = new ArrayList<>();
        for (OutputLines.Line line = lines.next(); line != null; line = lines.next()) {
            texts.add(line.text());
        }
        return texts;
    }
}
