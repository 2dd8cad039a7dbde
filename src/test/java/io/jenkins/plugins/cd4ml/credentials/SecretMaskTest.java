package io.jenkins.plugins.cd4ml.credentials;

import static org.junit.Assert.assertEquals;

import hudson.model.TaskListener;
import hudson.util.StreamTaskListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.Test;

public class SecretMaskTest {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final TaskListener listener = new StreamTaskListener(log, StandardCharsets.UTF_8);
    private final SecretMask mask = new SecretMask(Pattern.compile("s3cr\u00e9t w\u00f6rd|other-token"), 20);

    @Test
    public void hidesWhatIsSecretAndNothingElse() throws IOException {
        print("a s3cr\u00e9t w\u00f6rd and other-token \u20ac\n");
        assertEquals("a **** and **** \u20ac\n", text());
    }

    @Test
    public void aSecretInTwoReadingsIsHiddenToo() throws IOException {
        print("it is other-");
        assertEquals("the line waits for its end", "", text());
        print("token\nlast other-token");
        assertEquals("it is ****\n", text());
        mask.finish(listener);
        assertEquals("it is ****\nlast ****", text());
    }

    @Test
    public void aLineWithoutEndDoesNotFillTheMemory() throws IOException {
        String flood = "x".repeat(65_530) + "other-token" + "y".repeat(300_000);
        print(flood);
        mask.finish(listener);
        assertEquals(flood.replace("other-token", "****"), text());
    }

    @Test
    public void withoutSecretsNothingWaits() {
        new SecretMask(null, 0).over(listener).print("at once");
        assertEquals("at once", text());
    }

    private void print(String text) {
        PrintStream out = mask.over(listener);
        out.print(text);
        out.flush();
    }

    private String text() {
        return log.toString(StandardCharsets.UTF_8);
    }
}
