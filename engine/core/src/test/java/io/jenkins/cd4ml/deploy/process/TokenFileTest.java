package io.jenkins.cd4ml.deploy.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TokenFileTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path file;

    @Before
    public void place() {
        file = folder.getRoot().toPath().resolve("token");
    }

    @Test
    public void whatRfc6750CallsAToken() throws Exception {
        write("rw-------", "  mF_9.B5f-4.1JqM~+/==\n");
        assertEquals("mF_9.B5f-4.1JqM~+/==", TokenFile.read(file));
        write("r--------", "0123456789abcdef");
        assertEquals("0123456789abcdef", TokenFile.read(file));
    }

    @Test
    public void whatIsWrongIsNamedWithoutTheToken() throws Exception {
        refused("deploy.tokenFile: " + file
                + " is not a file: write the token into it, for instance with openssl rand -hex 32");
        for (String open : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rw------x"}) {
            write(open, "0123456789abcdef");
            refused("deploy.tokenFile: " + file + " may be used by others than its owner: chmod 600 " + file);
        }
        String shape =
                "deploy.tokenFile: " + file + " must hold one token of at least 16 letters, digits and . _ ~ + / - with"
                        + " = at its end, such as openssl rand -hex 32 prints";
        for (String bad :
                new String[] {"", "short", "0123456789 abcdef", "0123456789abcdef\nanother", "größe-größe-größe"}) {
            write("rw-------", bad);
            refused(shape);
        }
        write("rw-------", "a".repeat(4097));
        refused("deploy.tokenFile: " + file + " is longer than a token can be (4096 bytes)");
        Files.delete(file);
        Files.createDirectory(file);
        refused("deploy.tokenFile: " + file
                + " is not a file: write the token into it, for instance with openssl rand -hex 32");
    }

    private void refused(String sentence) {
        assertEquals(
                sentence,
                assertThrows(InputException.class, () -> TokenFile.read(file)).getMessage());
    }

    private void write(String permissions, String text) throws Exception {
        Files.deleteIfExists(file);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
