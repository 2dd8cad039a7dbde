package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.Test;

public class RunIdsTest {
    @Test
    public void theBuildHasARunAndSoHasEachBranch() {
        assertEquals(new RunIds("build-7", List.of()), RunIds.of(7, List.of(), null));
        assertEquals(new RunIds("build-7-a-b", List.of("build-7-a", "build-7")), RunIds.of(7, List.of("a", "b"), null));
    }

    @Test
    public void aNamedRunStartsFromTheNearest() {
        assertEquals(new RunIds("mine", List.of("build-7-a", "build-7")), RunIds.of(7, List.of("a"), "mine"));
        assertEquals(new RunIds("build-7", List.of("build-7-a")), RunIds.of(7, List.of("a"), "build-7"));
    }

    @Test
    public void namesThatDifferStayApartAndAreFoldersNames() {
        String one = RunIds.of(1, List.of("Matrix - OS = 'a'"), null).id();
        String other = RunIds.of(1, List.of("Matrix - OS = \"a\""), null).id();
        assertNotEquals(one, other);
        for (String branch : List.of("../..", "", "ä/ö", "x".repeat(300), "-", ".")) {
            String id = RunIds.of(1, Collections.nCopies(6, branch), null).id();
            assertThat(id.length(), lessThanOrEqualTo(100));
            assertTrue(id, id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}"));
        }
    }
}
