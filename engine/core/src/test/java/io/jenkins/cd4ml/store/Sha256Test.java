package io.jenkins.cd4ml.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class Sha256Test {
    /** FIPS 180-2, appendix B: of "abc", of no byte, and of a million times "a". */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String MILLION = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void isTheStandardsOfTextsBytesAndFiles() throws IOException {
        assertEquals(ABC, Sha256.of("abc"));
        assertEquals(ABC, Sha256.of("abc".getBytes(StandardCharsets.UTF_8)));
        assertEquals(NOTHING, Sha256.of(""));
        assertEquals(MILLION, Sha256.of("a".repeat(1_000_000)));
        Path abc = file("abc", "abc");
        Path million = file("million", "a".repeat(1_000_000));
        assertEquals(MILLION, Sha256.of(million));
        assertEquals(List.of(ABC, MILLION, NOTHING), Sha256.of(List.of(abc, million, file("nothing", ""))));
        MessageDigest digest = Sha256.digest();
        digest.update("abc".getBytes(StandardCharsets.UTF_8));
        assertEquals(ABC, Sha256.hex(digest));
        assertEquals("it is reset", NOTHING, Sha256.hex(digest));
    }

    @Test
    public void aMissingFileIsItsOwnException() {
        Path missing = folder.getRoot().toPath().resolve("missing");
        NoSuchFileException e = assertThrows(NoSuchFileException.class, () -> Sha256.of(List.of(missing)));
        assertEquals(missing.toString(), e.getFile());
    }

    @Test
    public void isHexIsSixtyFourLowerCaseDigits() {
        assertTrue(Sha256.isHex(ABC));
        assertTrue(Sha256.isHex("09af".repeat(16)));
        assertFalse(Sha256.isHex(ABC.substring(1)));
        assertFalse(Sha256.isHex(ABC + "0"));
        // The characters beside 0 to 9 and a to f, at the first and at the last place.
        for (String other : new String[] {"/", ":", "`", "g", "A", "F"}) {
            assertFalse(other, Sha256.isHex(other + ABC.substring(1)));
            assertFalse(other, Sha256.isHex(ABC.substring(1) + other));
        }
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.getRoot().toPath().resolve(name), content);
    }
}
