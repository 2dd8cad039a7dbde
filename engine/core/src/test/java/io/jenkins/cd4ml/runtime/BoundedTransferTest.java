package io.jenkins.cd4ml.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.junit.Test;

public class BoundedTransferTest {
    private static final long SECOND = 1_000_000_000L;
    private final BoundedTransfer transfer =
            new BoundedTransfer(List.of(new PackArtifact("a.b:c:jar:1", "00", 1_000_000_000L)));

    @Test
    public void moreThanThePinnedSizeIsNotFetched() throws Exception {
        transfer.check("a/b/c/1/c-1.jar", 1_000_000_000L, 0);
        assertEquals(
                "a/b/c/1/c-1.jar is larger than the 1,000,000,000 bytes that it can have",
                message("a/b/c/1/c-1.jar", 1_000_000_001L, 1));
        assertEquals(
                "a/b/c/1/c-1.pom is larger than the 16,777,216 bytes that it can have",
                message("a/b/c/1/c-1.pom", 16_777_217L, 1));
    }

    @Test
    public void whatDripsIsEnded() throws Exception {
        transfer.check("a/b/c/1/c-1.jar", 0, 0);
        transfer.check("a/b/c/1/c-1.jar", 61 * 1024, 61 * SECOND);
        assertEquals(
                "a/b/c/1/c-1.jar comes with fewer than 1024 bytes a second: the repository is too slow",
                message("a/b/c/1/c-1.jar", 62 * 1024, 123 * SECOND));
    }

    private String message(String name, long bytes, long nanos) {
        return assertThrows(TransferCancelledException.class, () -> transfer.check(name, bytes, nanos))
                .getMessage();
    }
}
