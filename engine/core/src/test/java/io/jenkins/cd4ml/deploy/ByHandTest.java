package io.jenkins.cd4ml.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.testing.FakeLauncher;
import io.jenkins.cd4ml.packaging.RulePackage;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Test;

/** What a person may decide past a verdict, with a reason that the history keeps: {@code promote --reason}, {@code --without-verdict}. */
public class ByHandTest extends CanaryFixture {
    @Test
    public void aPromotionByHandNeedsAReason() throws Exception {
        project.packaged("r1", 15);
        for (String none : new String[] {null, "", " \n"}) {
            assertEquals(
                    "a promotion by hand needs a reason, which the history keeps: --reason \"why\"",
                    assertThrows(InputException.class, () -> promote(1, none)).getMessage());
        }
        assertEquals(null, champion());
    }

    @Test
    public void theHistoryHasTheReasonAndWhatIsKnownOfTheVerdict() throws Exception {
        project.packaged("r1", 15);
        Promotion.Promoted first = promote(1, "  the canary's caller is away ");
        assertEquals("Promoted version 1 (passed) in production", first.summary());
        assertEquals("by hand: the canary's caller is away", last().reason());
        assertEquals(Action.PROMOTE, last().action());
        assertEquals(project.registry().version("cells", 1).digest(), last().digest());
        // of a package without a run nothing is known
        Path elsewhere = temporary.newFolder().toPath().resolve("package");
        RulePackage.write(
                elsewhere,
                "cells",
                project.rule(16, new long[0]),
                project.data("r1").schema());
        project.registry().register("cells", elsewhere, null);
        assertEquals(
                "Promoted version 2 (not judged) in production, which version 1 served before",
                promote(2, "asked for by the ward").summary());
        assertEquals(
                "by hand, without a passed verdict (not judged: no verdict is known of it): asked for by the ward",
                last().reason());
        assertEquals(Integer.valueOf(1), last().from());
        assertEquals(Integer.valueOf(2), champion());
        assertEquals(
                "version 2 is the champion of 'production' already",
                assertThrows(InputException.class, () -> promote(2, "again")).getMessage());
    }

    @Test
    public void onlyAWholeVersionIsPromoted() throws Exception {
        project.packaged("r1", 15);
        assertEquals(
                "the registry has no version 7 of cells; its versions are [1]",
                assertThrows(InputException.class, () -> promote(7, "why")).getMessage());
        damage(home().resolve("registry/cells/versions/1/package"));
        InputException damaged = assertThrows(InputException.class, () -> promote(1, "why"));
        assertTrue(damaged.getMessage(), damaged.getMessage().contains("model.onnx"));
        assertEquals(null, champion());
    }

    @Test
    public void whatNoVerdictCoversNeedsAPersonsWord() throws Exception {
        project.packaged("r1", 15);
        project.gates("[{metric: accuracy, min: 0.9}]");
        String refused = refusal(null);
        assertTrue(
                refused,
                refused.startsWith(
                        "this version cannot be deployed, no passed verdict covers it: the gate {metric: accuracy, min: 0.9} of"));
        assertTrue(
                refused,
                refused.endsWith("say why it goes out all the same: cd4ml deploy-canary --without-verdict \"why\""));
        assertEquals(refused, refusal("  "));
        assertEquals(null, champion());
        rollOut("asked for by the ward", Map.of());
        assertEquals(Integer.valueOf(1), champion());
        assertTrue(
                last().reason(),
                last().reason()
                        .matches(
                                "canary of run r1 passed; without a passed verdict \\(the gate .* was not among those that"
                                        + " judged it\\): asked for by the ward"));
    }

    @Test
    public void theEnvironmentsRuleCountsInTheFileAlone() throws Exception {
        project.packaged("r1", 15);
        project.gates("[{metric: accuracy, min: 0.9}]");
        InputException argument =
                assertThrows(InputException.class, () -> rollOut("a good reason", Map.of("requireVerdict", false)));
        assertEquals(
                "deploy.requireVerdict: counts where it stands in cd4ml.yaml alone, not as an argument: a person who wants an"
                        + " exception says why (--without-verdict)",
                argument.getMessage());
        assertEquals(null, champion());
        project.deploy("requireVerdict: false");
        rollOut(null, Map.of());
        assertTrue(last().reason(), last().reason().endsWith("): deploy.requireVerdict is false"));
    }

    /** A person's word stands for a verdict, not for the package. */
    @Test
    public void noWordLetsADamagedPackagePass() throws Exception {
        project.packaged("r1", 15);
        damage(project.context("r1").run().packageFolder());
        InputException damaged = assertThrows(InputException.class, () -> rollOut("it is urgent", Map.of()));
        assertTrue(damaged.getMessage(), damaged.getMessage().contains("model.onnx"));
        Files.delete(project.context("r1").run().result(Stage.PACKAGE_MODEL));
        InputException missing = assertThrows(InputException.class, () -> rollOut("it is urgent", Map.of()));
        assertTrue(
                missing.getMessage(),
                missing.getMessage().startsWith("this run has no package that can be deployed: packageModel"));
        assertEquals(null, champion());
    }

    private String refusal(String word) {
        return assertThrows(InputException.class, () -> rollOut(word, Map.of())).getMessage();
    }

    private StageOutcome rollOut(String word, Map<String, Object> settings) throws Exception {
        StageRequest request = project.request("r1", RegistryMode.LOCAL, null)
                .but()
                .settings(settings)
                .withoutVerdict(word)
                .build();
        return FakeRollout.stage().run(request, project.context("r1", Map.of("deploy", settings)));
    }

    private Promotion.Promoted promote(int version, String reason) throws Exception {
        return Promotion.run(project.context("r1"), new FakeLauncher(), version, reason);
    }

    private HistoryEntry last() throws IOException {
        var history = project.registry().history("cells");
        return history.get(history.size() - 1);
    }

    private static void damage(Path folder) throws IOException {
        Path onnx = folder.resolve("model.onnx");
        byte[] bytes = Files.readAllBytes(onnx);
        bytes[bytes.length / 2] ^= 1;
        Files.write(onnx, bytes);
    }
}
