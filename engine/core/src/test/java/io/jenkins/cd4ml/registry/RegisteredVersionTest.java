package io.jenkins.cd4ml.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.Test;

/** Which verdict covers a version: a passed one, of this package, and no other. */
public class RegisteredVersionTest {
    private static final String PACKAGE = "sha256:p";
    private static final String VERDICT = "sha256:v";

    @Test
    public void aPassedVerdictOfThisPackageIsPassed() {
        RegisteredVersion version = version(link(VERDICT, PACKAGE, null), Verdict.PASSED);
        assertNull(version.obstacle());
        assertEquals(true, version.passed());
        assertEquals("passed", version.standing());
    }

    @Test
    public void anyOtherVerdictIsNamed() {
        assertStands("its validation failed", "failed", link(VERDICT, PACKAGE, null), Verdict.FAILED);
        assertStands(
                "its validation is inconclusive", "inconclusive", link(VERDICT, PACKAGE, null), Verdict.INCONCLUSIVE);
        assertStands("no verdict is known of it", "not judged", link(VERDICT, PACKAGE, null), null);
    }

    @Test
    public void theVerdictOfAnotherPackageDoesNotCount() {
        assertStands(
                "its verdict is that of another package",
                "not judged",
                link(VERDICT, "sha256:q", null),
                Verdict.PASSED);
        assertStands(
                "its verdict is that of another package",
                "not judged",
                link(VERDICT, "sha256:q", null),
                Verdict.FAILED);
    }

    @Test
    public void withoutAVerdictItIsNotJudged() {
        assertStands(
                "the model was changed", "not judged", link(null, PACKAGE, "the model was changed"), Verdict.PASSED);
        assertStands("no verdict is known of it", "not judged", link(null, PACKAGE, null), Verdict.PASSED);
        assertStands("no verdict is known of it", "not judged", null, Verdict.PASSED);
        RegisteredVersion unknown = new RegisteredVersion(1, "sample", PACKAGE, Instant.EPOCH, "me", null);
        assertEquals("no verdict is known of it", unknown.obstacle());
        assertEquals("not judged", unknown.standing());
    }

    private static void assertStands(String obstacle, String standing, ChainLink link, Verdict validation) {
        RegisteredVersion version = version(link, validation);
        assertEquals(obstacle, version.obstacle());
        assertEquals(false, version.passed());
        assertEquals(standing, version.standing());
    }

    private static ChainLink link(String verdict, String modelPackage, String notJudged) {
        return new ChainLink("sha256:d", "sha256:m", "sha256:g", verdict, modelPackage, List.of(), null, notJudged);
    }

    private static RegisteredVersion version(ChainLink link, Verdict validation) {
        RegisteredVersion.Origin origin =
                new RegisteredVersion.Origin("run", "sha256:d", "1234567", validation, List.of(), null, link, 1, null);
        return new RegisteredVersion(1, "sample", PACKAGE, Instant.EPOCH, "me", origin);
    }
}
