package io.jenkins.cd4ml.runtime;

import static org.junit.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PackIndexTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aDamagedIndexKnowsNothing() throws Exception {
        Path packs = folder.newFolder("packs").toPath();
        List<PackArtifact> one = List.of(new PackArtifact("a:b:jar:1", "00", 1));
        PackIndex index = PackIndex.of(Map.of("CD4ML_CACHE", folder.getRoot().toString()));
        for (String damaged : List.of("null", "[null]", "[\"a\\u0000b\"]", "[\"/nowhere\"]", "[", "{}", "7", "")) {
            Files.writeString(packs.resolve("x.json"), damaged);
            assertEquals(damaged, List.of(), index.find("x", one));
        }
    }
}
